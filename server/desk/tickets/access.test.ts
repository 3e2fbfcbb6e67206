import { expect, it } from 'vitest'
import type { Role } from '../../../contracts/route.ts'
import type { Actor } from '../../directory/people/index.ts'
import { isLeadOf, isStaffOf, partOf, worksOn } from './access.ts'

const actor = (role: Role, teams: Actor['teams'] = []): Actor => ({
  tenantId: 'tenant',
  principalId: 'me',
  personId: 'me',
  role,
  teams,
  scopes: null,
  keyId: null,
  byCookie: false,
  cause: {},
})
const IN_IT: Actor['teams'] = [{ id: 'it', role: 'AGENT' }]
const LEADS_IT: Actor['teams'] = [{ id: 'it', role: 'LEAD' }]
const RUNS_IT: Actor['teams'] = [{ id: 'it', role: 'TEAM_ADMIN' }]

it.each([
  ['OWNER', [], true, true],
  ['AGENT', IN_IT, true, false],
  ['LEAD', LEADS_IT, true, true],
  ['TEAM_ADMIN', RUNS_IT, true, true],
  // A lead elsewhere, and one who is an agent here.
  ['LEAD', [{ id: 'other', role: 'LEAD' }], false, false],
  ['LEAD', IN_IT, true, false],
  // A membership that outlived the role gives an employee nothing.
  ['EMPLOYEE', IN_IT, false, false],
  ['EMPLOYEE', LEADS_IT, false, false],
  ['EMPLOYEE', [], false, false],
] as const)('%s in the teams %j is staff there: %s, and leads there: %s', (role, teams, staff, leads) => {
  const one = actor(role, teams)
  expect([isStaffOf(one, 'it'), isLeadOf(one, 'it')]).toEqual([staff, leads])
})

it.each(['OWNER', 'AGENT'] as const)(
  'the requester of a ticket is that first, also as %s of its team',
  (role) => {
    const one = actor(role, IN_IT)
    const requesterOf = (id: string) => [
      worksOn(one, { teamId: 'it', requesterId: id }),
      partOf(one, { teamId: 'it', requester: { id } } as Parameters<typeof partOf>[1]),
    ]
    expect(requesterOf('somebody else')).toEqual([true, 'STAFF'])
    expect(requesterOf('me')).toEqual([false, 'REQUESTER'])
  },
)
