import { inboundRoutes, makeDefaultMailbox } from '../delivery/email/index.ts'
import { attachmentRoutes } from '../desk/attachments/index.ts'
import { mayReadMessage, releaseTickets, ticketRoutes } from '../desk/tickets/index.ts'
import { endSessions, keyRoutes, sessionRoutes } from '../directory/auth/index.ts'
import { type Actor, peopleRoutes } from '../directory/people/index.ts'
import { teamRoutes } from '../directory/teams/index.ts'
import { setupRoutes } from '../directory/tenants/index.ts'
import type { Route } from '../platform/http/index.ts'
import type { Storage } from '../platform/storage/index.ts'
import type { Ground } from './build-app.ts'
import { parkedRoutes } from './parked-routes.ts'
import { readers } from './readers.ts'

/** Every route of the API. */
export function apiRoutes(ground: Ground & { storage: Storage }): Route<Actor>[] {
  const { db, publicUrl, host } = ground
  const whoLeaves = { endSessions, onMemberRemoved: [releaseTickets] }
  return [
    ...setupRoutes({ db, onTenantCreated: makeDefaultMailbox, publicUrl }),
    ...sessionRoutes({ db, cookieRules: { publicUrl, host } }),
    ...keyRoutes(),
    ...peopleRoutes(whoLeaves),
    ...teamRoutes(whoLeaves),
    ...ticketRoutes(),
    ...attachmentRoutes({ storage: ground.storage, mayRead: mayReadMessage }),
    ...inboundRoutes({ storage: ground.storage }),
    ...parkedRoutes(readers),
  ]
}
