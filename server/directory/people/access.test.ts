import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ROLES, type Role } from '../../../contracts/route.ts'
import { administersTeam, changeRefusal, creationRefusal, isAtLeast } from './access.ts'

const it = { id: 'it', role: 'TEAM_ADMIN' } as const
const hr = { id: 'hr', role: 'AGENT' } as const
const actor = (role: Role, teams: readonly (typeof it | typeof hr)[] = [it, hr]) => ({
  role,
  teams,
  personId: 'me',
})
const target = (role: Role, ...teamIds: string[]) => ({
  id: 'them',
  role,
  teams: teamIds.map((id) => ({ id })),
})

describe('who may add a person', () => {
  test.each<[Role, Role, string[], boolean]>([
    ['OWNER', 'OWNER', [], true],
    ['OWNER', 'EMPLOYEE', [], true],
    ['TEAM_ADMIN', 'AGENT', ['it'], true],
    ['TEAM_ADMIN', 'EMPLOYEE', [], true],
    ['TEAM_ADMIN', 'AGENT', [], false],
    ['TEAM_ADMIN', 'AGENT', ['hr'], false],
    ['TEAM_ADMIN', 'AGENT', ['it', 'other'], false],
    ['TEAM_ADMIN', 'LEAD', ['it'], false],
    ['TEAM_ADMIN', 'OWNER', ['it'], false],
    ['LEAD', 'EMPLOYEE', [], false],
    ['AGENT', 'EMPLOYEE', [], false],
  ])('%s adding %s to %j: %j', (role, added, teamIds, may) => {
    expect(creationRefusal(actor(role), { role: added, teamIds }) === undefined).toBe(may)
  })
})

describe('who may change a person', () => {
  test.each<[string, Role, ReturnType<typeof target>, object, boolean]>([
    ['owner promotes', 'OWNER', target('AGENT', 'hr'), { role: 'OWNER' }, true],
    [
      'team admin demotes an agent of theirs',
      'TEAM_ADMIN',
      target('AGENT', 'it'),
      { role: 'EMPLOYEE' },
      true,
    ],
    [
      'team admin deactivates an agent of theirs',
      'TEAM_ADMIN',
      target('AGENT', 'it'),
      { active: false },
      true,
    ],
    ['team admin promotes to lead', 'TEAM_ADMIN', target('AGENT', 'it'), { role: 'LEAD' }, false],
    ['team admin touches a lead', 'TEAM_ADMIN', target('LEAD', 'it'), {}, false],
    [
      'team admin touches a shared agent',
      'TEAM_ADMIN',
      target('AGENT', 'it', 'hr'),
      { active: false },
      false,
    ],
    ['team admin touches somebody in no team', 'TEAM_ADMIN', target('EMPLOYEE'), {}, false],
    ['team admin sets a password', 'TEAM_ADMIN', target('AGENT', 'it'), { password: 'x' }, false],
    ['lead touches an agent', 'LEAD', target('AGENT', 'it'), {}, false],
    ['agent touches a requester', 'AGENT', target('EMPLOYEE'), {}, false],
  ])('%s', (_, role, them, change, may) => {
    expect(changeRefusal(actor(role), them, change) === undefined).toBe(may)
  })

  test('a requester does not learn that somebody else exists', () => {
    expect(changeRefusal(actor('EMPLOYEE', []), target('EMPLOYEE'), {})).toBe('hidden')
  })

  test('everybody changes their own name and password, nobody but an owner their own standing', () => {
    for (const role of ROLES) {
      const me = { ...target(role), id: 'me' }
      expect(changeRefusal(actor(role, []), me, { password: 'y' })).toBeUndefined()
      expect(changeRefusal(actor(role, []), me, { active: true }) === undefined).toBe(role === 'OWNER')
    }
  })
})

test('nobody gives a role above their own', () => {
  const role = fc.constantFrom(...ROLES)
  const teams = fc.subarray([it, hr])
  fc.assert(
    fc.property(role, role, role, teams, fc.subarray(['it', 'hr']), (own, from, to, mine, theirs) => {
      fc.pre(!isAtLeast(own, to))
      expect(creationRefusal(actor(own, mine), { role: to, teamIds: theirs })).toBeDefined()
      expect(changeRefusal(actor(own, mine), target(from, ...theirs), { role: to })).toBeDefined()
    }),
  )
})

test('a team admin administers the teams where they are one, a lead none', () => {
  expect(administersTeam(actor('TEAM_ADMIN'), 'it')).toBe(true)
  expect(administersTeam(actor('TEAM_ADMIN'), 'hr')).toBe(false)
  expect(administersTeam(actor('LEAD'), 'it')).toBe(false)
  expect(administersTeam(actor('OWNER', []), 'hr')).toBe(true)
})
