import { randomBytes } from 'node:crypto'
import { type Boot, LANDING_QUERY, readLook } from '../../../contracts/boot.ts'
import { maskedToken } from '../../../contracts/boot-token.ts'
import type { Me } from '../../../contracts/people.ts'
import { ROLES } from '../../../contracts/route.ts'
import { publicName } from '../../directory/tenants/index.ts'
import type { Database } from '../../platform/db/index.ts'

/** Asks a route of this desk with the caller's own headers. */
export type AskDesk = (
  path: string,
  headers: Record<string, string>,
) => Promise<{ status: number; body: string }>

export type BootFacts = { cookies: string; host: string; locale: string | undefined }

const LANDING_PATH = `/api/v1/tickets?${new URLSearchParams(
  Object.entries(LANDING_QUERY).map(([name, value]): [string, string] => [name, String(value)]),
)}`
/** Topic `me` without waiting: answers at once, with where the log stands. */
const POSITION_PATH = '/api/v1/events?topics=me&wait=0'

/**
 * What the first screen needs, as the caller's own API calls would answer it: the same rules hold, because the same
 * routes answer. The position of the log is read before the list, so that no change falls between the two. Undefined
 * when the desk could not find out who calls.
 */
export async function bootPayload(db: Database, ask: AskDesk, facts: BootFacts): Promise<Boot | undefined> {
  const { cookies, host } = facts
  const look = readLook(cookies)
  const locale = facts.locale === 'pseudo' ? 'pseudo' : 'en'
  const own = { cookie: cookies, host }
  const me = cookies === '' ? undefined : await ask('/api/v1/me', own)
  if (me !== undefined && me.status >= 500) return undefined
  if (me === undefined || me.status !== 200) {
    const { name, isSetUp } = await publicName(db, host)
    return { session: null, landing: null, streamCursor: null, deskName: name, isSetUp, look, locale }
  }
  const session = JSON.parse(me.body) as Me
  const streamCursor = await position(ask, own)
  const landing = await landingList(ask, own, session)
  const deskName = session.tenant.name
  return { session: masked(session), landing, streamCursor, deskName, isSetUp: true, look, locale }
}

async function position(ask: AskDesk, own: Record<string, string>): Promise<string | null> {
  const answer = await ask(POSITION_PATH, own)
  if (answer.status !== 200) return null
  return (JSON.parse(answer.body) as { cursor?: string }).cursor ?? null
}

async function landingList(
  ask: AskDesk,
  own: Record<string, string>,
  { person }: Me,
): Promise<Boot['landing']> {
  if (ROLES.indexOf(person.role) < ROLES.indexOf('AGENT')) return null
  const answer = await ask(LANDING_PATH, own)
  return answer.status === 200 ? (JSON.parse(answer.body) as Boot['landing']) : null
}

function masked(session: Me): Me {
  const { csrfToken } = session
  if (csrfToken === null) return session
  return { ...session, csrfToken: maskedToken(csrfToken, randomBytes(csrfToken.length)) }
}
