import type { EventType } from '../../../contracts/events.ts'
import type { TicketState } from './ticket.ts'

/** A fact that a decision wants told; positions and times are added when it is appended. */
export type Fact = {
  type: EventType
  visibility: 'PUBLIC' | 'INTERNAL'
  changes: { field: string; from: unknown; to: unknown }[]
  cause?: string
}

/** What a decision makes of a ticket: the fields that change, and the facts, in order. */
export type Draft = {
  readonly before: TicketState
  readonly set: Partial<TicketState>
  readonly facts: Fact[]
}

/** A draft that changes nothing yet. */
export function draftOf(ticket: TicketState): Draft {
  return { before: ticket, set: {}, facts: [] }
}

/** A field as the draft would leave it. */
export function current<K extends keyof TicketState>(draft: Draft, field: K): TicketState[K] {
  return (field in draft.set ? draft.set[field] : draft.before[field]) as TicketState[K]
}

/** Sets a field without telling: for what follows from a fact that is told. */
export function put<K extends keyof TicketState>(draft: Draft, field: K, value: TicketState[K]): void {
  draft.set[field] = value
}

/** Sets a field and tells it, unless it has that value already. A field told twice in one command is told once, from first to last. */
export function change<K extends keyof TicketState>(
  draft: Draft,
  field: K,
  value: TicketState[K],
  type: EventType,
  options: { visibility?: 'PUBLIC' | 'INTERNAL'; cause?: string } = {},
): void {
  const from = current(draft, field)
  if (from === value) return
  put(draft, field, value)
  const told = draft.facts.find((fact) => fact.type === type && fact.changes[0]?.field === field)
  if (told?.changes[0] !== undefined) {
    told.changes[0].to = value
    return
  }
  draft.facts.push({
    type,
    visibility: options.visibility ?? 'PUBLIC',
    changes: [{ field, from, to: value }],
    ...(options.cause === undefined ? {} : { cause: options.cause }),
  })
}

/** Whether anything that people see has changed: then the version rises, once a command. */
export function changesVersion(draft: Draft): boolean {
  return draft.facts.some((fact) => fact.type !== 'message.added') || 'requesterReplied' in draft.set
}
