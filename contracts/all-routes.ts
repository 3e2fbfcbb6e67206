import * as attachments from './attachments.ts'
import * as deliveries from './deliveries.ts'
import * as drafts from './drafts.ts'
import * as inbound from './inbound.ts'
import * as keys from './keys.ts'
import * as localInbox from './local-inbox.ts'
import * as mailTemplates from './mail-templates.ts'
import * as mailboxes from './mailboxes.ts'
import * as people from './people.ts'
import * as presence from './presence.ts'
import * as queuedReplies from './queued-replies.ts'
import * as readers from './readers.ts'
import * as realtime from './realtime.ts'
import type { RouteContract } from './route.ts'
import * as sampleDesk from './sample-desk.ts'
import * as session from './session.ts'
import * as setup from './setup.ts'
import * as suppressions from './suppressions.ts'
import * as teams from './teams.ts'
import * as tickets from './tickets.ts'

/** Every route of the API, in the order of the reference. A route that is missing here is in no description. */
export const ALL_ROUTES: readonly RouteContract[] = [
  ...setup.SETUP_ROUTES,
  ...session.SESSION_ROUTES,
  ...tickets.TICKET_ROUTES,
  ...queuedReplies.QUEUED_REPLY_ROUTES,
  ...drafts.DRAFT_ROUTES,
  ...attachments.ATTACHMENT_ROUTES,
  ...realtime.REALTIME_ROUTES,
  ...presence.PRESENCE_ROUTES,
  ...inbound.INBOUND_ROUTES,
  ...mailboxes.MAILBOX_ROUTES,
  ...suppressions.SUPPRESSION_ROUTES,
  ...deliveries.DELIVERY_ROUTES,
  ...mailTemplates.MAIL_TEMPLATE_ROUTES,
  ...localInbox.LOCAL_INBOX_ROUTES,
  ...people.PEOPLE_ROUTES,
  ...teams.TEAM_ROUTES,
  ...keys.KEY_ROUTES,
  ...readers.READER_ROUTES,
  ...sampleDesk.SAMPLE_DESK_ROUTES,
]

const NAMES: ReadonlyMap<unknown, string> = new Map(
  [
    setup,
    session,
    tickets,
    queuedReplies,
    drafts,
    attachments,
    inbound,
    presence,
    mailboxes,
    suppressions,
    deliveries,
    mailTemplates,
    localInbox,
    people,
    teams,
    keys,
    readers,
    realtime,
    sampleDesk,
  ].flatMap((module) => Object.entries(module).map(([name, value]) => [value, name] as const)),
)

/** A route's name: that of its constant, `createTicket`. A route that is exported nowhere gets one of method and path. */
export function routeName(contract: RouteContract): string {
  return NAMES.get(contract) ?? nameFromPath(contract)
}

function nameFromPath({ method, path }: RouteContract): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}
