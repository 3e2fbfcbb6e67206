import { expect, it } from 'vitest'
import { type ClaimFacts, decideClaim } from './claim-decision.ts'

const NOW = '2026-03-02T10:00:00.000Z'
const due: ClaimFacts = {
  now: NOW,
  state: 'PENDING',
  attempts: 0,
  nextAt: NOW,
  probe: false,
  paused: false,
  mayLeave: true,
  earlier: undefined,
  suppressed: undefined,
}

it.each<[string, Partial<ClaimFacts>, object]>([
  ['one that is due', {}, { kind: 'SEND' }],
  ['one that is decided', { state: 'SENT' }, { kind: 'LEAVE' }],
  ['a cancelled one', { state: 'CANCELLED' }, { kind: 'LEAVE' }],
  [
    'one under a lease',
    { state: 'SENDING', attempts: 1, nextAt: '2026-03-02T10:01:00.000Z' },
    { kind: 'PUT_OFF', until: '2026-03-02T10:01:00.000Z' },
  ],
  ['one whose lease is over', { state: 'SENDING', attempts: 1 }, { kind: 'SEND' }],
  ['one whose ninth lease is over', { state: 'SENDING', attempts: 9 }, { kind: 'GIVE_UP' }],
  [
    'one that is early',
    { state: 'RETRY', nextAt: '2026-03-02T10:05:00.000Z' },
    { kind: 'PUT_OFF', until: '2026-03-02T10:05:00.000Z' },
  ],
  ['one that waits for its mailbox', { nextAt: 'infinity', paused: true }, { kind: 'LEAVE' }],
  ['the same as a probe', { nextAt: 'infinity', paused: true, probe: true }, { kind: 'SEND' }],
  ['one of a paused mailbox', { paused: true }, { kind: 'PARK' }],
  ['one of a mailbox that nobody vouched for', { mayLeave: false }, { kind: 'PAUSE' }],
  [
    'one behind an open one',
    { earlier: { state: 'PENDING', firstFailedAt: null } },
    { kind: 'HOLD_UP', until: '2026-03-02T10:02:00.000Z' },
  ],
  [
    'one behind a failing one',
    { earlier: { state: 'RETRY', firstFailedAt: '2026-03-02T09:55:00.000Z' } },
    { kind: 'HOLD_UP', until: '2026-03-02T10:05:00.000Z' },
  ],
  ['one to a suppressed address', { suppressed: 'HARD_BOUNCE' }, { kind: 'SUPPRESS', reason: 'HARD_BOUNCE' }],
])('%s', (_, facts, decision) => {
  expect(decideClaim({ ...due, ...facts })).toEqual(decision)
})
