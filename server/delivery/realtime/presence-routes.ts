import { listPresence, PRESENCE_TICKETS_MAX, readPresence, sayPresence } from '../../../contracts/presence.ts'
import { readTicket, type TicketView } from '../../desk/tickets/index.ts'
import { type Actor, personById } from '../../directory/people/index.ts'
import type { TenantRead } from '../../platform/db/index.ts'
import { notFound, Problem, type Route, route } from '../../platform/http/index.ts'
import { isId } from '../../platform/ids/index.ts'
import { readTickets } from './log-queries.ts'
import type { PresenceBoard } from './presence.ts'
import { partIn } from './viewer.ts'

/** Who looks at a ticket right now: said and read by those who work on it. */
export function presenceRoutes(board: PresenceBoard): Route<Actor>[] {
  return [
    route(sayPresence, async ({ actor, params, body, read }) => {
      const { ticket, name } = await read(async (tx) => {
        const [ticket, person] = await Promise.all([
          staffTicket(tx, actor, params.id),
          personById(tx, actor.personId),
        ])
        if (person === undefined) throw notFound('person')
        return { ticket, name: person.name }
      })
      const { tenantId, personId } = actor
      const place = { ticketId: ticket.id, teamId: ticket.teamId, requesterId: ticket.requester.id }
      board.say({ tenantId, ...place, person: { id: personId, name }, mode: body.mode })
      return { status: 204 }
    }),
    route(readPresence, async ({ actor, params, read }) => {
      const { id } = await read((tx) => staffTicket(tx, actor, params.id))
      return { status: 200, body: { items: board.on(actor.tenantId, id) } }
    }),
    route(listPresence, async ({ actor, query, read }) => {
      // Asked only of tickets that somebody has open: mostly there is nothing to read.
      const open = ticketIds(query.tickets).filter((id) => board.on(actor.tenantId, id).length > 0)
      const tickets = open.length === 0 ? [] : await read((tx) => readTickets(tx, open))
      const mine = tickets.filter((ticket) => partIn(actor, ticket) === 'STAFF')
      const items = mine.flatMap(({ id }) =>
        board.on(actor.tenantId, id).map((one) => ({ ticketId: id, ...one })),
      )
      return { status: 200, body: { items } }
    }),
  ]
}

/** Whoever sees a ticket only from outside its team, its requester above all, is not told who works on it. */
async function staffTicket(tx: TenantRead, actor: Actor, idOrKey: string): Promise<TicketView['ticket']> {
  const { ticket, publicOnly } = await readTicket(tx, actor, idOrKey)
  if (publicOnly) throw new Problem('forbidden', 'Only those who work on a ticket are told who has it open.')
  return ticket
}

function ticketIds(text: string): string[] {
  const ids = [...new Set(text.split(',').map((id) => id.trim().toLowerCase()))]
  if (ids.length <= PRESENCE_TICKETS_MAX && ids.every(isId)) return ids
  throw new Problem('contract-violation', 'The request does not fit the contract.', {
    errors: [{ path: '/query/tickets', message: `at most ${PRESENCE_TICKETS_MAX} ids, parted by commas` }],
  })
}
