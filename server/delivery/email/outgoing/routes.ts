import * as contract from '../../../../contracts/deliveries.ts'
import { readTicket } from '../../../desk/tickets/index.ts'
import { type Actor, idPage, pageAnswer } from '../../../directory/people/index.ts'
import { Problem, type Route, route } from '../../../platform/http/index.ts'
import { deliveriesOfTicket } from './delivery-queries.ts'
import { localInboxRoutes } from './local-inbox/routes.ts'
import { retryDelivery } from './retry-delivery.ts'
import { templateRoutes } from './template/routes.ts'

/** The routes of mail that leaves: a ticket's mails, the local inbox, templates. */
export function outgoingRoutes(): Route<Actor>[] {
  return [
    route(contract.listDeliveries, async (call) => {
      const page = idPage(call.query)
      const deliveries = await call.read(async (tx) => {
        const { ticket, publicOnly } = await readTicket(tx, call.actor as Actor, call.params.id)
        if (publicOnly) throw new Problem('forbidden', 'Only agents of its team see the mails of a ticket.')
        return deliveriesOfTicket(tx, ticket.id, page)
      })
      return pageAnswer(deliveries, page.limit, (delivery) => delivery.id)
    }),
    route(contract.retryDelivery, (call) =>
      call.write(
        (tx) => retryDelivery(tx, call.actor as Actor, call.params.id),
        (delivery) => ({ status: 200, body: delivery }),
      ),
    ),
    ...localInboxRoutes(),
    ...templateRoutes(),
  ]
}
