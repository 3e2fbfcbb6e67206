import { readPresence, sayPresence } from '../../../contracts/presence.ts'
import { readTicket } from '../../desk/tickets/index.ts'
import { type Actor, personById } from '../../directory/people/index.ts'
import type { TenantRead } from '../../platform/db/index.ts'
import { notFound, Problem, type Route, route } from '../../platform/http/index.ts'
import type { PresenceBoard } from './presence.ts'

/** Who looks at a ticket right now: said and read by those who work on it. */
export function presenceRoutes(board: PresenceBoard): Route<Actor>[] {
  return [
    route(sayPresence, async ({ actor, params, body, read }) => {
      const { ticketId, name } = await read(async (tx) => {
        const [id, person] = await Promise.all([
          staffTicketId(tx, actor, params.id),
          personById(tx, actor.personId),
        ])
        if (person === undefined) throw notFound('person')
        return { ticketId: id, name: person.name }
      })
      const { tenantId, personId } = actor
      board.say({ tenantId, ticketId, person: { id: personId, name }, mode: body.mode })
      return { status: 204 }
    }),
    route(readPresence, async ({ actor, params, read }) => {
      const ticketId = await read((tx) => staffTicketId(tx, actor, params.id))
      return { status: 200, body: { items: board.on(actor.tenantId, ticketId) } }
    }),
  ]
}

/** Whoever sees a ticket only from outside its team, its requester above all, is not told who works on it. */
async function staffTicketId(tx: TenantRead, actor: Actor, idOrKey: string): Promise<string> {
  const { ticket, publicOnly } = await readTicket(tx, actor, idOrKey)
  if (publicOnly) throw new Problem('forbidden', 'Only those who work on a ticket are told who has it open.')
  return ticket.id
}
