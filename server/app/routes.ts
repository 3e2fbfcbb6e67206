import {
  inboundRoutes,
  mailboxRoutes,
  makeDefaultMailbox,
  outgoingRoutes,
  suppressionRoutes,
} from '../delivery/email/index.ts'
import {
  type PresenceBoard,
  presenceRoutes,
  type StreamHub,
  streamRoutes,
} from '../delivery/realtime/index.ts'
import { attachmentRoutes } from '../desk/attachments/index.ts'
import { clearSentDraft, draftRoutes, giveBackDraft } from '../desk/drafts/index.ts'
import { fillSampleDesk, sampleRoutes } from '../desk/sample/index.ts'
import { mayReadMessage, releaseTickets, ticketRoutes } from '../desk/tickets/index.ts'
import { endSessions, keyRoutes, sessionRoutes } from '../directory/auth/index.ts'
import { type Actor, peopleRoutes } from '../directory/people/index.ts'
import { teamRoutes } from '../directory/teams/index.ts'
import { setupRoutes } from '../directory/tenants/index.ts'
import type { Route } from '../platform/http/index.ts'
import type { Storage } from '../platform/storage/index.ts'
import type { Ground } from './build-app.ts'
import type { DraftSignals } from './draft-signals.ts'
import { parkedRoutes } from './parked-routes.ts'
import { readers } from './readers.ts'

type RouteGround = Ground & {
  storage: Storage
  stream: StreamHub
  presence: PresenceBoard
  drafts: DraftSignals
}

/** Every route of the API. */
export function apiRoutes(ground: RouteGround): Route<Actor>[] {
  const { db, publicUrl, host } = ground
  const whoLeaves = { endSessions, onMemberRemoved: [releaseTickets] }
  return [
    ...setupRoutes({
      db,
      onTenantCreated: makeDefaultMailbox,
      fillSampleDesk: (owner) => fillSampleDesk(db, owner),
      onFillError: (error) => ground.log.warn({ err: error }, 'the sample desk could not be loaded'),
      publicUrl,
    }),
    ...sessionRoutes({ db, cookieRules: { publicUrl, host } }),
    ...keyRoutes(),
    ...peopleRoutes(whoLeaves),
    ...teamRoutes(whoLeaves),
    ...ticketRoutes({ onSent: [clearSentDraft], onGivenBack: [giveBackDraft] }),
    ...draftRoutes(ground.drafts),
    ...attachmentRoutes({ storage: ground.storage, mayRead: mayReadMessage }),
    ...presenceRoutes(ground.presence),
    ...streamRoutes({ hub: ground.stream, cookieRules: { publicUrl, host } }),
    ...inboundRoutes({ storage: ground.storage }),
    ...mailboxRoutes(),
    ...outgoingRoutes(),
    ...suppressionRoutes(),
    ...parkedRoutes(readers),
    ...sampleRoutes(ground),
  ]
}
