import { expect, test } from 'vitest'
import { type KnownSender, senderKindOf } from './sender-kind.ts'

const ticket = { requesterId: 'r', teamId: 't', isParticipant: false }
const person: KnownSender = { id: 'p', name: 'P', email: 'p@x', role: 'EMPLOYEE', active: true, teamIds: [] }

test.each<[string, KnownSender | undefined, Partial<typeof ticket & { tokenPersonId: string }>, string]>([
  ['nobody', undefined, { isParticipant: true }, 'unknown'],
  ['somebody of the house', person, {}, 'unknown'],
  ['the requester', { ...person, id: 'r' }, {}, 'requester'],
  ['the requester who is an agent', { ...person, id: 'r', role: 'AGENT', teamIds: ['t'] }, {}, 'requester'],
  ['the requester, deactivated', { ...person, id: 'r', active: false }, {}, 'unknown'],
  ['a participant', person, { isParticipant: true }, 'participant'],
  ['whom the reply token was given to', person, { tokenPersonId: 'p' }, 'participant'],
  ['somebody with the reply token of another', person, { tokenPersonId: 'q' }, 'unknown'],
  [
    'whom the reply token was given to, deactivated',
    { ...person, active: false },
    { tokenPersonId: 'p' },
    'unknown',
  ],
  [
    'an agent with a reply token, whose address nobody vouches for',
    { ...person, role: 'AGENT', teamIds: ['t'] },
    { tokenPersonId: 'p' },
    'agent-with-access',
  ],
  ['an agent of the team', { ...person, role: 'AGENT', teamIds: ['t'] }, {}, 'agent-with-access'],
  ['an owner', { ...person, role: 'OWNER' }, {}, 'agent-with-access'],
  [
    'an agent of another team, though a participant',
    { ...person, role: 'AGENT', teamIds: ['u'] },
    { isParticipant: true },
    'agent',
  ],
])('%s', (_name, sender, over, kind) => expect(senderKindOf(sender, { ...ticket, ...over })).toBe(kind))
