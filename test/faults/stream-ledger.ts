import type { Follower } from './followers.ts'
import { ask } from './trial-server.ts'

/** An event of the log with what decides who may see it. */
export type LoggedEvent = {
  seq: number
  id: string
  type: string
  visibility: string
  ticketId: string | null
  teamId: string | null
  requesterId: string | null
}

/** The log of all tenants behind a position, in order. */
export function readLog(url: string, after: number): Promise<LoggedEvent[]> {
  return ask<LoggedEvent>(
    url,
    `SELECT e.seq::int AS seq, e.id::text AS id, e.type, e.visibility, e.ticket_id::text AS "ticketId", t.team_id::text AS "teamId",
        t.requester_id::text AS "requesterId"
      FROM app.event e LEFT JOIN app.ticket t ON t.tenant_id = e.tenant_id AND t.id = e.ticket_id
      WHERE e.seq > $1 ORDER BY e.seq`,
    [after],
  )
}

/** The types that a requester is told of where they are public, written out here once more. */
const TOLD_TO_REQUESTERS: ReadonlySet<string> = new Set([
  'ticket.created',
  'ticket.updated',
  'ticket.status_changed',
  'ticket.priority_changed',
  'message.added',
])

/** What a requester may see of an event of their ticket. */
export function isToldToRequester(event: LoggedEvent): boolean {
  return event.visibility === 'PUBLIC' && TOLD_TO_REQUESTERS.has(event.type)
}

/** Where what a follower was handed is not exactly what it may see, each once and in order; a line for each kind. */
export function streamFaults(
  follower: Follower,
  log: readonly LoggedEvent[],
  sees: (event: LoggedEvent) => boolean,
): string[] {
  const wanted = log.filter(sees)
  const got = follower.events.map(({ data }) => data.id)
  const known = new Map(log.map((event) => [event.id, event]))
  const allowed = new Set(wanted.map(({ id }) => id))
  const say = (what: string, ids: readonly string[]) =>
    ids.length === 0
      ? []
      : [
          `${follower.name}: ${ids.length} events ${what}, such as ${JSON.stringify(known.get(ids[0] ?? '') ?? ids[0])}`,
        ]
  const handed = new Set(got)
  const missing = wanted.filter(({ id }) => !handed.has(id)).map(({ id }) => id)
  const before = new Set<string>()
  const twice = got.filter((id) => before.size === before.add(id).size)
  const disordered = got.filter((id, i) => seqOf(known, id) < seqOf(known, got[i - 1]))
  return [
    ...say('missing', missing),
    ...say('twice', twice),
    ...say(
      'that it may not see',
      got.filter((id) => !allowed.has(id)),
    ),
    ...say('out of order', disordered),
  ]
}

/** Where a requester's stream shows numbers of the log, whose gaps would tell how much happens. */
export function leakedNumbers(follower: Follower): string[] {
  const leaking = follower.events.filter(({ id, data }) => 'seq' in data || /^\d+\.\d+$/.test(id))
  return leaking.length === 0 ? [] : [`${follower.name}: ${leaking.length} events show their number`]
}

function seqOf(known: ReadonlyMap<string, LoggedEvent>, id: string | undefined): number {
  return known.get(id ?? '')?.seq ?? 0
}
