import { expect, it } from 'vitest'
import { runKillRounds } from './kill-rounds.ts'

it('nothing that was acknowledged is lost or doubled when web, worker and Postgres are killed under load', async () => {
  const report = await runKillRounds({
    atOnce: 4,
    answersBetween: 40,
    another: (round) => round < 2,
    log: () => {},
  })
  expect(report.broken).toEqual([])
  expect(report.kills).toEqual({ web: 2, worker: 2, postgres: 2, backend: 2 })
  expect(report.tickets).toBeGreaterThan(200)
  expect(report.mails).toBeGreaterThan(100)
  expect(report.strandedMsMost).toBeLessThan(30_000)
})
