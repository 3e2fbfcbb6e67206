import { runStreamRounds } from '../faults/stream-rounds.ts'
import { hasRedis, startRedis } from '../parts/redis.ts'

const MINUTES = 10

/** `npm run campaign -- stream [minutes]`: clients of the stream through kills and cuts for so long. Answers the exit code. */
export async function streamCampaign(minutesText: string | undefined): Promise<number> {
  const minutes = Number(minutesText ?? MINUTES)
  if (!(minutes > 0)) {
    console.error('The number of minutes must be above 0: npm run campaign -- stream 10')
    return 2
  }
  const endAt = performance.now() + minutes * 60_000
  const redis = hasRedis() ? await startRedis() : undefined
  if (redis === undefined) console.log('redis-server is not installed: its faults are not run')
  try {
    const report = await runStreamRounds({
      actsBetween: 200,
      slowChunkMs: 2,
      another: (round) => round === 0 || performance.now() < endAt,
      redis,
      log: (line) => console.log(line),
    })
    console.log(JSON.stringify(report, null, 2))
    const isKept = report.broken.length === 0
    console.log(isKept ? 'every client got each event once' : 'PROMISES WERE BROKEN')
    return isKept ? 0 : 1
  } finally {
    await redis?.stop()
  }
}
