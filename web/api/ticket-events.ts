import type { StreamEvent } from '../../contracts/realtime.ts'
import type { Ticket } from '../../contracts/tickets.ts'
import type { EntityRecord, Freshness } from './entities.ts'
import type { EntityStore } from './entity-store.ts'

/**
 * A ticket after the stream told a fact of it. A fact of an older version changes nothing; of the same version it
 * belongs to the same command and is put in again; of the next version it is applied; beyond that something was
 * missed, and the ticket is stale with the newest told fields in it.
 * Rule: docs/behaviour/web-data.md, "What the stream tells".
 */
export function withEvent(record: EntityRecord<Ticket>, event: StreamEvent): EntityRecord<Ticket> {
  const version = event.version ?? record.version
  if (version < record.version) return record
  const { data } = record
  const told = toldFields(data, event)
  const isLater = event.seq === undefined ? event.at >= data.updatedAt : event.seq > data.seq
  const next: Ticket = {
    ...data,
    ...told,
    ...followingTimes(data, told, event),
    version,
    seq: Math.max(data.seq, event.seq ?? 0),
    updatedAt: isLater && touches(event) ? laterOf(data.updatedAt, event.at) : data.updatedAt,
  }
  return { version, data: next, freshness: worse(record.freshness, freshnessAfter(record, event, version)) }
}

/**
 * Puts an event into the store: underneath what is pending, and then the fields of an own change are the server's.
 * Answers the fields that were told.
 */
export function applyEvent(store: EntityStore, event: StreamEvent): string[] {
  const fields = event.changes.map(({ field }) => field)
  const { ticketId, version } = event
  if (ticketId !== null && store.record('ticket', ticketId) !== undefined)
    store.amend('ticket', ticketId, (record) => withEvent(record, event))
  else if (ticketId !== null && version != null) store.toldUnknown('ticket', ticketId, version)
  if (event.mutationId !== undefined) store.echoed(event.mutationId, fields)
  return fields
}

function toldFields(data: Ticket, { changes }: StreamEvent): Partial<Ticket> {
  return Object.fromEntries(changes.filter(({ field }) => field in data).map(({ field, to }) => [field, to]))
}

/** What follows from a status without being told. */
function followingTimes(data: Ticket, told: Partial<Ticket>, { at }: StreamEvent): Partial<Ticket> {
  if (told.status === undefined || told.status === data.status) return {}
  if (told.status === 'RESOLVED') return { resolvedAt: at, closedAt: null }
  if (told.status === 'CLOSED') return { closedAt: at }
  return { resolvedAt: null, closedAt: null }
}

/** What happens around a ticket and not to it: the mail that went out, what is held back. */
function touches({ type }: StreamEvent): boolean {
  return type.startsWith('ticket.') || type.startsWith('message.')
}

function freshnessAfter(record: EntityRecord<Ticket>, event: StreamEvent, version: number): Freshness {
  if (version > record.version + 1) return 'stale'
  if (event.changes.some(({ field }) => !(field in record.data))) return 'partial'
  if (event.type === 'ticket.status_changed') return 'partial'
  // A message that raises the version answers or asks; who did what stands in the ticket alone.
  if (event.type === 'message.added' && version > record.version) return 'stale'
  return version > record.version && event.changes.length === 0 ? 'stale' : 'fresh'
}

const ORDER: readonly Freshness[] = ['fresh', 'partial', 'stale']

function worse(one: Freshness, other: Freshness): Freshness {
  return ORDER.indexOf(one) >= ORDER.indexOf(other) ? one : other
}

function laterOf(one: string, other: string): string {
  return one > other ? one : other
}
