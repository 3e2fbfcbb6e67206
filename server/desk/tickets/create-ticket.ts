import type { Priority } from '../../../contracts/tickets.ts'
import { type Actor, eventActor, findOrMakeRequester } from '../../directory/people/index.ts'
import { sql, type TenantTx } from '../../platform/db/index.ts'
import { notFound, Problem } from '../../platform/http/index.ts'
import type { Content } from './content.ts'
import { type FiledTicket, fileTicket } from './file-ticket.ts'

export type CreateTicket = {
  subject: string
  content: Content
  teamId?: string | undefined
  priority?: Priority | undefined
  requester?: { email: string; name?: string | undefined } | undefined
}

type Ground = { number: number; now: string; id: string | null; prefix: string; name: string; email: string }

/**
 * Files a ticket by web or API: in the tenant's first team unless one is named, for the caller unless another requester
 * is. Rejects with `not-found` for a team that is not the tenant's, and with `forbidden` when somebody who is no agent
 * names another requester.
 */
export async function createTicket(tx: TenantTx, actor: Actor, input: CreateTicket): Promise<FiledTicket> {
  const ground = await readGround(tx, actor, input.teamId)
  const self = { id: actor.personId, name: ground.name, email: ground.email }
  const requester = await requesterOf(tx, actor, self, input.requester, ground.now)
  const onBehalf = requester.id === actor.personId ? {} : { onBehalfOf: requester.id }
  return fileTicket(
    tx,
    { actor: { ...eventActor(actor), ...onBehalf }, cause: actor.cause },
    {
      number: ground.number,
      team: { id: ground.id ?? '', prefix: ground.prefix },
      requester,
      subject: input.subject.replace(/\s+/g, ' ').trim(),
      priority: input.priority ?? 'P3',
      channel: actor.byCookie ? 'PORTAL' : 'API',
      content: input.content,
      now: ground.now,
    },
  )
}

async function readGround(tx: TenantTx, actor: Actor, teamId: string | undefined): Promise<Ground> {
  const team = teamId === undefined ? sql`ORDER BY position LIMIT 1` : sql`AND id = ${teamId}`
  const [ground] =
    await tx.rows<Ground>(sql`SELECT app.next_ticket_number() AS number, app.now() AS now, team.id, team.prefix, p.name, p.email
    FROM app.person p LEFT JOIN (SELECT id, prefix FROM app.team WHERE tenant_id = ${tx.tenantId} ${team}) AS team ON true
    WHERE p.tenant_id = ${tx.tenantId} AND p.id = ${actor.personId}`)
  if (ground === undefined || ground.id === null) throw notFound('team')
  return ground
}

async function requesterOf(
  tx: TenantTx,
  actor: Actor,
  self: { id: string; name: string; email: string },
  wanted: CreateTicket['requester'],
  now: string,
): Promise<{ id: string; name: string; email: string }> {
  if (wanted === undefined || wanted.email.toLowerCase() === self.email.toLowerCase()) return self
  if (actor.role === 'EMPLOYEE') throw new Problem('forbidden', 'Only agents file tickets for somebody else.')
  return findOrMakeRequester(
    tx,
    wanted.name === undefined ? { email: wanted.email } : { email: wanted.email, name: wanted.name },
    now,
  )
}
