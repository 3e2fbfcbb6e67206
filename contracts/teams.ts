import Type, { type Static } from 'typebox'
import { Id, IdRef, Instant, PAGING, Page, Strict } from './fields.ts'
import { MemberRoleField } from './people.ts'
import { defineRoute } from './route.ts'
import { PersonBrief } from './tickets.ts'

export const TeamName = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })
/** Stands before the number in the key of a ticket: `IT` in `IT-12`. */
export const TeamPrefix = Type.String({ pattern: '^[A-Z][A-Z0-9]{1,9}$' })

export const Team = Type.Object(
  {
    id: Id,
    name: Type.String(),
    prefix: Type.String(),
    position: Type.Integer(),
    version: Type.Integer(),
    createdAt: Instant,
  },
  { title: 'Team' },
)
export type Team = Static<typeof Team>

export const Member = Type.Object(
  { teamId: Id, person: PersonBrief, role: MemberRoleField },
  { title: 'Member' },
)
export type Member = Static<typeof Member>

const MemberRef = Strict({ id: Id, personId: Id })
const COMMAND_ERRORS = [
  'contract-violation',
  'forbidden',
  'not-found',
  'request-in-flight',
  'idempotency-key-reused',
] as const

export const listTeams = defineRoute({
  method: 'GET',
  path: '/api/v1/teams',
  summary: 'List teams, in their order',
  tag: 'Teams',
  access: { role: 'EMPLOYEE', scope: 'people:read' },
  query: Strict({ ...PAGING }),
  answers: { 200: Page(Team) },
  errors: ['contract-violation'],
})

export const createTeam = defineRoute({
  method: 'POST',
  path: '/api/v1/teams',
  summary: 'Add a team',
  tag: 'Teams',
  access: { role: 'OWNER', scope: 'people:write' },
  body: Strict({ name: TeamName, prefix: TeamPrefix }),
  answers: { 201: Team },
  errors: [...COMMAND_ERRORS, 'already-exists'],
})

export const updateTeam = defineRoute({
  method: 'PATCH',
  path: '/api/v1/teams/:id',
  summary: 'Rename a team',
  tag: 'Teams',
  access: { role: 'OWNER', scope: 'people:write' },
  params: IdRef,
  body: Strict({ name: Type.Optional(TeamName) }),
  ifMatch: 'required',
  answers: { 200: Team },
  errors: [...COMMAND_ERRORS, 'version-mismatch', 'if-match-required'],
})

export const listMembers = defineRoute({
  method: 'GET',
  path: '/api/v1/teams/:id/members',
  summary: "List a team's members",
  tag: 'Teams',
  access: { role: 'AGENT', scope: 'people:read' },
  params: IdRef,
  query: Strict({ ...PAGING }),
  answers: { 200: Page(Member) },
  errors: ['contract-violation', 'not-found'],
})

export const putMember = defineRoute({
  method: 'PUT',
  path: '/api/v1/teams/:id/members/:personId',
  summary: 'Make somebody a member, or change the role of one',
  tag: 'Teams',
  access: { role: 'TEAM_ADMIN', scope: 'people:write' },
  params: MemberRef,
  body: Strict({ role: MemberRoleField }),
  answers: { 200: Member },
  errors: [...COMMAND_ERRORS, 'precondition-failed'],
})

export const removeMember = defineRoute({
  method: 'DELETE',
  path: '/api/v1/teams/:id/members/:personId',
  summary: 'Take somebody out of a team',
  tag: 'Teams',
  access: { role: 'TEAM_ADMIN', scope: 'people:write' },
  params: MemberRef,
  answers: { 200: Member },
  errors: COMMAND_ERRORS,
})

export const TEAM_ROUTES = [listTeams, createTeam, updateTeam, listMembers, putMember, removeMember] as const
