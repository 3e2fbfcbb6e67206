import { afterAll, describe, expect, it } from 'vitest'
import { hasRedis, startRedis, type TrialRedis } from '../parts/redis.ts'
import { runStreamRounds } from './stream-rounds.ts'

const short = { actsBetween: 60, slowChunkMs: 40, another: (round: number) => round < 2, log: () => {} }

it('every client gets what it may see, each event once and in order, while desks are killed and connections cut', async () => {
  const report = await runStreamRounds({ ...short, redis: undefined })
  expect(report.broken).toEqual([])
  expect(report.faults).toEqual({ deskKilled: 2, lateCommit: 2 })
  expect(report.events).toBeGreaterThan(200)
  expect(report.cuts).toBeGreaterThan(20)
  expect(report.connections).toBeGreaterThan(20)
})

describe.runIf(hasRedis())('with Redis between the desks', () => {
  let redis: TrialRedis
  afterAll(() => redis?.stop())

  it('nothing is lost either when Redis is killed and when it hangs', async () => {
    redis = await startRedis()
    const report = await runStreamRounds({ ...short, another: (round) => round < 1, redis })
    expect(report.broken).toEqual([])
    expect(report.faults).toEqual({ deskKilled: 1, lateCommit: 1, redisKilled: 1, redisFrozen: 1 })
    expect(report.events).toBeGreaterThan(200)
  })
})
