import type { Person } from '../../contracts/people.ts'
import type { Team } from '../../contracts/teams.ts'
import type { Message, QueuedReply, Ticket } from '../../contracts/tickets.ts'

/** What the store holds, by type. */
export type Entities = {
  ticket: Ticket
  message: Message
  queuedReply: QueuedReply
  person: Person
  team: Team
}
export type EntityType = keyof Entities
/** `ticket:0190…`: names one thing in the store. */
export type EntityKey = `${EntityType}:${string}`

/**
 * `partial`: what the stream told is in, what it does not tell (times, reasons) may be older. `stale`: something was
 * missed; it must be read anew before it is relied on.
 */
export type Freshness = 'fresh' | 'partial' | 'stale'

/** A thing as the server last told it. Of two the higher version is newer, at the same version the higher seq. */
export type EntityRecord<T = unknown> = { version: number; data: T; freshness: Freshness }

/** The name of a thing in the store. */
export function entityKey(type: EntityType, id: string): EntityKey {
  return `${type}:${id}`
}

/**
 * What is known after a whole answer came: an answer of an older version changes nothing; one of the same version is
 * taken, but what the stream said of its last change stays when that is later.
 */
export function withAnswer<T>(known: EntityRecord<T> | undefined, version: number, data: T): EntityRecord<T> {
  if (known === undefined || version > known.version) return { version, data, freshness: 'fresh' }
  if (version < known.version) return known
  return { version, data: keepLater(known.data, data), freshness: 'fresh' }
}

/** A note raises a ticket's seq and not its version. */
function keepLater<T>(known: T, answered: T): T {
  const [before, now] = [known, answered] as { seq?: unknown; updatedAt?: unknown }[]
  if (typeof before?.seq !== 'number' || typeof now?.seq !== 'number' || before.seq <= now.seq)
    return answered
  return {
    ...answered,
    seq: before.seq,
    ...(before.updatedAt === undefined ? {} : { updatedAt: before.updatedAt }),
  }
}
