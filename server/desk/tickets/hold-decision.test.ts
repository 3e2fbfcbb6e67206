import { describe, expect, it } from 'vitest'
import { decideHold, type HoldFacts, type WantedHold } from './hold-decision.ts'

const NOW = '2026-03-04T15:00:00.000Z'
const AGENT: HoldFacts = { kind: 'AGENT', byCookie: true, channel: 'EMAIL', undoSeconds: null, now: NOW }

const heldMs = (wanted: WantedHold, facts: Partial<HoldFacts> = {}) => {
  const decided = decideHold(wanted, { ...AGENT, ...facts })
  if ('refusal' in decided) return decided.refusal.code
  return decided.hold === undefined ? 0 : Date.parse(decided.hold.sendAt) - Date.parse(NOW)
}

describe('without a wish a reply is held', () => {
  it.each<[string, Partial<HoldFacts>, number]>([
    ['ten seconds for an agent in a browser', {}, 10_000],
    ['as long as the agent chose', { undoSeconds: 60 }, 60_000],
    ['not at all for an agent who chose that', { undoSeconds: 0 }, 0],
    ['not at all for a program', { byCookie: false, undoSeconds: 60 }, 0],
    ['not at all for a requester', { kind: 'REQUESTER', undoSeconds: 60 }, 0],
    ['not at all in Slack', { channel: 'SLACK', undoSeconds: 60 }, 0],
    ['not at all in Teams', { channel: 'TEAMS' }, 0],
  ])('%s', (_, facts, ms) => expect(heldMs({}, facts)).toBe(ms))
})

describe('a wish', () => {
  it.each<[WantedHold, Partial<HoldFacts>, number | string]>([
    [{ delaySeconds: 0 }, {}, 0],
    [{ delaySeconds: 60 }, { byCookie: false }, 60_000],
    [{ delaySeconds: 5 }, { channel: 'SLACK' }, 5_000],
    [{ delaySeconds: 0 }, { kind: 'REQUESTER' }, 0],
    [{ delaySeconds: 5 }, { kind: 'REQUESTER' }, 'forbidden'],
    [{ sendAt: '2026-03-05T15:00:00Z' }, { kind: 'REQUESTER' }, 'forbidden'],
    [{ sendAt: '2026-03-05T16:00:00.5+01:00' }, {}, 24 * 3600_000 + 500],
    [{ sendAt: NOW }, {}, 'contract-violation'],
    [{ sendAt: '2026-03-04T14:59:59Z' }, {}, 'contract-violation'],
    [{ sendAt: '2027-03-04T15:00:00Z' }, {}, 365 * 24 * 3600_000],
    [{ sendAt: '2027-04-04T15:00:00Z' }, {}, 'contract-violation'],
    [{ sendAt: '2026-06-30T23:59:60Z' }, {}, 'contract-violation'],
    [{ sendAt: '2026-03-05T15:00:00Z', delaySeconds: 0 }, {}, 'contract-violation'],
  ])('%j of %j is held or refused', (wanted, facts, expected) => expect(heldMs(wanted, facts)).toBe(expected))
})
