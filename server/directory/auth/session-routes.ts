import { readMe as meContract } from '../../../contracts/people.ts'
import * as contracts from '../../../contracts/session.ts'
import { type Database, write } from '../../platform/db/index.ts'
import { publicRoute, type RequestFacts, type Route, route } from '../../platform/http/index.ts'
import type { Actor } from '../people/index.ts'
import { type CookieRules, clearedCookie, readSessionCookie, sessionCookie } from './cookies.ts'
import { checkCsrf, checkOrigin } from './csrf.ts'
import { endSession } from './end-session.ts'
import { findTenantByShort } from './find-tenant.ts'
import { readMe } from './read-me.ts'
import { csrfTokenOf } from './session-token.ts'
import { signIn } from './sign-in.ts'

/** Signing in and out, and `/me`. */
export function sessionRoutes(deps: { db: Database; cookieRules: CookieRules }): Route<Actor>[] {
  return [
    signInRoute(deps.db, deps.cookieRules),
    signOutRoute(deps.db, deps.cookieRules),
    meRoute(deps.cookieRules),
  ]
}

function signInRoute(db: Database, rules: CookieRules): Route<Actor> {
  return publicRoute(contracts.signIn, async (call) => {
    checkOrigin(call, rules.publicUrl)
    const { email, password, tenant: slug } = call.body
    const { session, signedIn } = await signIn(db, {
      email,
      password,
      slug,
      host: hostName(call.headers),
      remoteAddress: call.remoteAddress,
      previous: readSessionCookie(call.headers, rules),
      requestId: call.requestId,
    })
    return { status: 200, body: signedIn, headers: { 'set-cookie': sessionCookie(rules, session) } }
  })
}

function signOutRoute(db: Database, rules: CookieRules): Route<Actor> {
  return publicRoute(contracts.signOut, async (call) => {
    const session = readSessionCookie(call.headers, rules)
    const tenantId = session === undefined ? undefined : await findTenantByShort(db, session.tenant)
    if (session !== undefined && tenantId !== undefined) {
      checkCsrf(call, 'DELETE', rules.publicUrl)
      const cause = { requestId: call.requestId }
      await write(db, { tenantId, actorId: null }, (tx) => endSession(tx, session, cause))
    }
    return { status: 204, headers: { 'set-cookie': clearedCookie(rules) } }
  })
}

function meRoute(rules: CookieRules): Route<Actor> {
  return route(meContract, async (call) => {
    const session = call.actor.byCookie ? readSessionCookie(call.headers, rules) : undefined
    const csrfToken = session === undefined ? null : csrfTokenOf(session.token)
    return { status: 200, body: await call.read((tx) => readMe(tx, call.actor, csrfToken)) }
  })
}

function hostName(headers: RequestFacts['headers']): string {
  const url = `http://${headers.host ?? ''}`
  return URL.canParse(url) ? new URL(url).hostname : ''
}
