import * as attachments from './attachments.ts'
import * as inbound from './inbound.ts'
import * as keys from './keys.ts'
import * as people from './people.ts'
import * as readers from './readers.ts'
import type { RouteContract } from './route.ts'
import * as session from './session.ts'
import * as setup from './setup.ts'
import * as teams from './teams.ts'
import * as tickets from './tickets.ts'

/** Every route of the API, in the order of the reference. A route that is missing here is in no description. */
export const ALL_ROUTES: readonly RouteContract[] = [
  ...setup.SETUP_ROUTES,
  ...session.SESSION_ROUTES,
  ...tickets.TICKET_ROUTES,
  ...attachments.ATTACHMENT_ROUTES,
  ...inbound.INBOUND_ROUTES,
  ...people.PEOPLE_ROUTES,
  ...teams.TEAM_ROUTES,
  ...keys.KEY_ROUTES,
  ...readers.READER_ROUTES,
]

const NAMES: ReadonlyMap<unknown, string> = new Map(
  [setup, session, tickets, attachments, inbound, people, teams, keys, readers].flatMap((module) =>
    Object.entries(module).map(([name, value]) => [value, name] as const),
  ),
)

/** A route's name: that of its constant, `createTicket`. A route that is exported nowhere gets one of method and path. */
export function routeName(contract: RouteContract): string {
  return NAMES.get(contract) ?? nameFromPath(contract)
}

function nameFromPath({ method, path }: RouteContract): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}
