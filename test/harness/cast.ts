import type { Desk, SetUp } from './desk.ts'
import { otherTenant } from './other-tenant.ts'

type Member = { id: string; key: string; email: string }

/** The people of most tests: a team with agent, lead and requester; a second team; a second tenant. */
export type Cast = {
  agent: Member
  lead: Member
  requester: Member
  /** A requester without tickets. */
  stranger: Member
  /** An agent of another team. */
  otherAgent: Member
  otherTeamId: string
  otherTenant: { apiKey: string; tenantId: string; ownerId: string; teamId: string }
}

const SCOPES = [
  'tickets:read',
  'tickets:write',
  'notes:read',
  'notes:write',
  'people:read',
  'people:write',
  'inbound',
]

/** Makes the cast through the API, as an owner would. */
export async function castOf(desk: Desk, owner: SetUp): Promise<Cast> {
  const call = async (path: string, body: unknown) => {
    const answer = await desk.request('POST', `/api/v1${path}`, { key: owner.apiKey, body })
    if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${answer.text}`)
    return answer.body
  }
  const member = async (name: string, role: string, teamIds: string[]): Promise<Member> => {
    const email = `${name}@example.org`
    const person = await call('/people', { name, email, role, ...(teamIds.length > 0 ? { teamIds } : {}) })
    const key = await call('/api-keys', { name, scopes: SCOPES, personId: person.id })
    return { id: person.id, key: key.apiKey, email }
  }
  const otherTeam = await call('/teams', { name: 'Other', prefix: 'OT' })
  const other = await otherTenant(desk.db)
  return {
    agent: await member('agent', 'AGENT', [owner.teamId]),
    lead: await member('lead', 'LEAD', [owner.teamId]),
    requester: await member('requester', 'EMPLOYEE', []),
    stranger: await member('stranger', 'EMPLOYEE', []),
    otherAgent: await member('other', 'AGENT', [otherTeam.id]),
    otherTeamId: otherTeam.id,
    otherTenant: other,
  }
}

/** Files a ticket and answers it. */
export async function fileTicket(desk: Desk, key: string, over: Record<string, unknown> = {}) {
  const answer = await desk.request('POST', '/api/v1/tickets', {
    key,
    body: { subject: 'The printer is on fire', body: 'Help!', ...over },
  })
  if (answer.status !== 201) throw new Error(`filing answered ${answer.status}: ${answer.text}`)
  return answer.body
}
