import { readStandings, type Standing } from '../../directory/auth/index.ts'
import { type Database, read } from '../../platform/db/index.ts'
import { type Connection, encoded, RECONNECT } from './connection.ts'
import { readTickets, type TicketFacts } from './log-queries.ts'
import { partIn } from './viewer.ts'

/** What a review takes away; the feed drops it from its index. */
export type OnRevoked = (connection: Connection, topic: string) => void

/**
 * Reads the rights of connections of one tenant anew, in one trip for all: whose credential ended is closed, who may
 * not hold a topic any more is told `revoked`.
 */
export async function review(
  db: Database,
  tenantId: string,
  connections: readonly Connection[],
  onRevoked: OnRevoked,
): Promise<void> {
  if (connections.length === 0) return
  const ticketIds = new Set(connections.flatMap((one) => idsOf(one, 'ticket:')))
  const { standings, tickets } = await read(db, { tenantId, actorId: null }, async (tx) => {
    const [standings, tickets] = await Promise.all([
      readStandings(
        tx,
        connections.map((one) => one.credential),
      ),
      ticketIds.size === 0 ? [] : readTickets(tx, [...ticketIds]),
    ])
    return { standings, tickets: new Map(tickets.map((ticket) => [ticket.id, ticket])) }
  })
  for (const one of connections) apply(one, standings.get(one.credential), tickets, onRevoked)
}

/** Judges a ticket's topic anew by the ticket as it is now. */
export function reviewTicket(
  connection: Connection,
  topic: string,
  ticket: TicketFacts | undefined,
  onRevoked: OnRevoked,
): void {
  const held = connection.topics.get(topic)
  if (held === undefined) return
  const part = ticket === undefined ? undefined : partIn(connection.viewer, ticket)
  if (part === undefined) revoke(connection, topic, onRevoked)
  else held.part = part
}

function apply(
  connection: Connection,
  standing: Standing | undefined,
  tickets: ReadonlyMap<string, TicketFacts>,
  onRevoked: OnRevoked,
): void {
  const { sink, viewer } = connection
  if (sink.closed) return
  // Positions are written another way for requesters: whoever becomes one, or stops being one, comes again.
  const comesAgain = standing !== undefined && (standing.role === 'EMPLOYEE') !== (viewer.role === 'EMPLOYEE')
  if (comesAgain) sink.end(RECONNECT)
  else if (standing === undefined) sink.end()
  if (standing === undefined || comesAgain) return
  connection.viewer = standing
  for (const id of idsOf(connection, 'team:'))
    if (standing.role !== 'OWNER' && !standing.teams.some((team) => team.id === id))
      revoke(connection, `team:${id}`, onRevoked)
  for (const id of idsOf(connection, 'ticket:'))
    reviewTicket(connection, `ticket:${id}`, tickets.get(id), onRevoked)
}

function revoke(connection: Connection, topic: string, onRevoked: OnRevoked): void {
  const held = connection.topics.get(topic)
  if (held === undefined) return
  connection.topics.delete(topic)
  onRevoked(connection, topic)
  connection.sink.send(encoded('revoked', null, { topic: held.name }))
}

function idsOf({ topics }: Connection, start: string): string[] {
  return [...topics.keys()].filter((key) => key.startsWith(start)).map((key) => key.slice(start.length))
}
