import { runKillRounds } from '../faults/kill-rounds.ts'

const MINUTES = 10

/** `npm run campaign -- [minutes]`: kills of web, worker and Postgres under load for so long. Answers the exit code. */
export async function killCampaign(minutesText: string | undefined): Promise<number> {
  const minutes = Number(minutesText ?? MINUTES)
  if (!(minutes > 0)) {
    console.error('The number of minutes must be above 0: npm run campaign -- 10')
    return 2
  }
  const endAt = performance.now() + minutes * 60_000
  const report = await runKillRounds({
    atOnce: 8,
    answersBetween: 200,
    another: (round) => round === 0 || performance.now() < endAt,
    log: (line) => console.log(line),
  })
  console.log(JSON.stringify(report, null, 2))
  const late = report.strandedMsMost >= 30_000
  if (late) console.error(`a job of a killed worker waited ${report.strandedMsMost} ms`)
  for (const line of report.broken) console.error(line)
  const isKept = report.broken.length === 0 && !late
  console.log(isKept ? 'nothing was lost' : 'PROMISES WERE BROKEN')
  return isKept ? 0 : 1
}
