import { expect, it } from 'vitest'
import { runUndoRounds } from './undo-rounds.ts'

it('a reply that was taken back is never sent and every other one once, while workers are killed', async () => {
  const report = await runUndoRounds({ replies: 100, atOnce: 8, kills: 3, log: () => {} })
  expect(report.broken).toEqual([])
  expect(report.undone + report.late + report.kept).toBe(100)
  expect(report.undone).toBeGreaterThan(30)
  expect(report.kept).toBeGreaterThan(30)
})
