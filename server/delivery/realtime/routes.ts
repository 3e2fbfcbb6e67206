import { streamEvents } from '../../../contracts/realtime.ts'
import { type CookieRules, credentialOf } from '../../directory/auth/index.ts'
import type { Actor } from '../../directory/people/index.ts'
import { type Route, route } from '../../platform/http/index.ts'
import type { StreamHub } from './hub.ts'

const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  // Proxies must neither keep it nor wait for more of it.
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
}

/** The stream of events, and the same as a long poll. */
export function streamRoutes({
  hub,
  cookieRules,
}: {
  hub: StreamHub
  cookieRules: CookieRules
}): Route<Actor>[] {
  return [
    route(streamEvents, async ({ actor, headers, query }) => {
      const prepared = await hub.prepare({
        tenantId: actor.tenantId,
        credential: credentialOf(actor as Actor, headers, cookieRules),
        topics: query.topics,
        cursor: lastEventId(headers['last-event-id']) ?? query.since,
      })
      if (query.wait !== undefined) return { status: 200, body: await hub.poll(prepared, query.wait * 1000) }
      return { status: 200, headers: STREAM_HEADERS, takeOver: (socket) => hub.stream(prepared, socket) }
    }),
  ]
}

/** An empty header is what browsers send before the first event. */
function lastEventId(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && header !== '' ? header : undefined
}
