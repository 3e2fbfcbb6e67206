import { describe, expect, test } from 'vitest'
import {
  bareSubject,
  countsTowardsLimits,
  decideMail,
  isOtherMatter,
  type MailFacts,
} from './mail-decision.ts'

const plain: MailFacts = {
  duplicateOf: undefined,
  own: false,
  auto: false,
  report: false,
  receipt: false,
  bounce: undefined,
  acceptAutomated: false,
  match: undefined,
  senderKind: 'unknown',
  strict: false,
}
const match = { subject: 'Printer', mailSubject: 'Re: Printer', lastActivityDays: 1, byToken: false }
const stale = { subject: 'Printer', mailSubject: 'Holiday', lastActivityDays: 91, byToken: false }

describe('what a mail becomes', () => {
  test.each<[string, Partial<MailFacts>, object]>([
    ['nothing special: a ticket', {}, { kind: 'CREATE', auto: false, related: false }],
    ['the same mail again, whatever it is', { duplicateOf: 'x', own: true, match }, { kind: 'DUPLICATE' }],
    [
      'our own mail, threaded or not',
      { own: true, match, senderKind: 'requester' },
      { kind: 'SUSPENDED', reason: 'LOOP' },
    ],
    ['a machine, unthreaded', { auto: true }, { kind: 'SUSPENDED', reason: 'AUTO' }],
    [
      'a machine, where the mailbox takes them',
      { auto: true, acceptAutomated: true },
      { kind: 'CREATE', auto: true, related: false },
    ],
    [
      'a report that leads nowhere',
      { auto: true, report: true, acceptAutomated: true },
      { kind: 'SUSPENDED', reason: 'BOUNCE' },
    ],
    [
      'a read receipt, threaded or not',
      { auto: true, report: true, receipt: true, match, senderKind: 'requester' },
      { kind: 'SUSPENDED', reason: 'MDN' },
    ],
    ['a bounce of a mail of ours', { auto: true, report: true, bounce: 'OURS', match }, { kind: 'BOUNCE' }],
    [
      'a bounce of anything else, threaded or not',
      { auto: true, bounce: 'FOREIGN', match, senderKind: 'requester', acceptAutomated: true },
      { kind: 'SUSPENDED', reason: 'BOUNCE' },
    ],
    [
      'a bounce of anything else that says not that a machine wrote it',
      { bounce: 'FOREIGN' },
      { kind: 'SUSPENDED', reason: 'BOUNCE' },
    ],
    [
      'our own mail, whatever it reports',
      { own: true, bounce: 'OURS' },
      { kind: 'SUSPENDED', reason: 'LOOP' },
    ],
    [
      'a machine of the requester, threaded',
      { auto: true, match, senderKind: 'requester' },
      { kind: 'APPEND', auto: true, unverified: true },
    ],
    ['the requester', { match, senderKind: 'requester' }, { kind: 'APPEND', auto: false, unverified: true }],
    [
      'a participant',
      { match, senderKind: 'participant' },
      { kind: 'APPEND', auto: false, unverified: true },
    ],
    [
      'the requester of a strict tenant',
      { match, senderKind: 'requester', strict: true },
      { kind: 'HELD', reason: 'AUTH_MISSING', securityEvent: false },
    ],
    ['somebody unknown', { match }, { kind: 'HELD', reason: 'UNKNOWN_SENDER', securityEvent: false }],
    [
      'an agent of the team',
      { match, senderKind: 'agent-with-access' },
      { kind: 'HELD', reason: 'AGENT_UNVERIFIED', securityEvent: true },
    ],
    [
      'an agent of another team',
      { match, senderKind: 'agent' },
      { kind: 'HELD', reason: 'AGENT_UNVERIFIED', securityEvent: true },
    ],
    [
      'another matter on a ticket asleep',
      { match: stale, senderKind: 'requester' },
      { kind: 'CREATE', auto: false, related: true },
    ],
    ['a machine about another matter', { match: stale, auto: true }, { kind: 'SUSPENDED', reason: 'AUTO' }],
  ])('%s', (_name, facts, expected) => expect(decideMail({ ...plain, ...facts })).toEqual(expected))

  test('what is put aside counts towards no limit', () => {
    expect(countsTowardsLimits(decideMail({ ...plain, own: true }))).toBe(false)
    expect(countsTowardsLimits(decideMail({ ...plain, duplicateOf: 'x' }))).toBe(false)
    for (const facts of [{}, { match }, { match, senderKind: 'requester' as const }])
      expect(countsTowardsLimits(decideMail({ ...plain, ...facts }))).toBe(true)
  })
})

describe('another matter', () => {
  test.each([
    ['Printer', 'Re: Printer', 1000, false],
    ['Printer', 'AW: [IT-12] Re[2]: printer  is on fire', 1000, false],
    ['[list] Printer', 'Fwd: Printer', 91, false],
    ['Printer', 'Holiday', 90, false],
    ['Printer', 'Holiday', 91, true],
    ['Printer', 'Re:', 1000, false],
  ])('%j answered by %j after %i days: %s', (subject, mailSubject, lastActivityDays, other) =>
    expect(isOtherMatter({ subject, mailSubject, lastActivityDays, byToken: false })).toBe(other),
  )

  test('a reply token leads to its ticket however old and whatever the subject', () => {
    expect(isOtherMatter({ ...stale, byToken: true })).toBe(false)
  })

  test('a subject of prefixes only is bare nothing, and takes no time', () => {
    expect(bareSubject('Re: '.repeat(60))).toBe('')
  })
})
