import { expect, it } from 'vitest'
import { decideOutcome } from './outcome-decision.ts'

const outcome = (kind: string) => ({ kind, status: null, detail: '' }) as Parameters<typeof decideOutcome>[0]
const facts = { attempts: 1, passedSince: false, jitter: 0 }

it('without jitter the attempts come at 0, 1, 6, 21 minutes, 1:21, 3:21, 7:21, 15:21 and 31:21 hours, then none', () => {
  let minutes = 0
  const at = [0]
  for (let attempts = 1; ; attempts += 1) {
    const decision = decideOutcome(outcome('temporary'), { ...facts, attempts })
    if (decision.kind !== 'RETRY') {
      expect(decision).toMatchObject({ kind: 'FAILED', reason: 'ATTEMPTS_SPENT' })
      break
    }
    minutes += decision.delayMs / 60_000
    at.push(minutes)
  }
  expect(at).toEqual([0, 1, 6, 21, 81, 201, 441, 921, 1881])
})

it('jitter is a fifth at most', () => {
  const delayed = (jitter: number) => decideOutcome(outcome('temporary'), { ...facts, jitter })
  expect([delayed(-1), delayed(1)]).toEqual([
    { kind: 'RETRY', delayMs: 48_000 },
    { kind: 'RETRY', delayMs: 72_000 },
  ])
})

it.each([
  ['sent', false, { kind: 'SENT' }],
  ['recipient', false, { kind: 'FAILED', reason: 'RECIPIENT_REFUSED', refusedBy: 'recipient' }],
  ['mail', false, { kind: 'FAILED', reason: 'MAIL_REFUSED', refusedBy: null }],
  ['access', true, { kind: 'PAUSE', reason: 'ACCESS_REFUSED' }],
  ['sender', true, { kind: 'PAUSE', reason: 'SENDER_REFUSED' }],
  ['policy', false, { kind: 'PAUSE', reason: 'POLICY_REFUSED' }],
  ['policy', true, { kind: 'FAILED', reason: 'POLICY_REFUSED', refusedBy: null }],
])('%s (others passed since: %s)', (kind, passedSince, decision) => {
  expect(decideOutcome(outcome(kind), { ...facts, passedSince })).toEqual(decision)
})
