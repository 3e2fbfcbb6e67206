import { runUndoRounds } from '../faults/undo-rounds.ts'

const REPLIES = 1_000

/** `npm run campaign -- undo [replies]`: held replies with undos and killed workers. Answers the exit code. */
export async function undoCampaign(repliesText: string | undefined): Promise<number> {
  const replies = Number(repliesText ?? REPLIES)
  if (!(replies > 0)) {
    console.error('The number of replies must be above 0: npm run campaign -- undo 1000')
    return 2
  }
  const kills = Math.ceil(replies / 100)
  const report = await runUndoRounds({ replies, atOnce: 16, kills, log: (line) => console.log(line) })
  console.log(JSON.stringify(report, null, 2))
  const isKept = report.broken.length === 0
  console.log(isKept ? 'each was sent once or never' : 'PROMISES WERE BROKEN')
  return isKept ? 0 : 1
}
