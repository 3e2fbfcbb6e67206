import type { StreamEvent } from '../../../../contracts/realtime.ts'

/** What may take a ticket out of a list. */
const FIELDS = ['status', 'assigneeId', 'priority', 'teamId'] as const
export type ChangedField = (typeof FIELDS)[number]

/** The last change of a ticket that a list could be about, and by whom; null for the desk itself or a key. */
export type LastChange = { field: ChangedField; to: unknown; by: string | null }

export type LastChanges = {
  heard(event: StreamEvent): void
  of(ticketId: string): LastChange | undefined
}

/** Remembers the last change of each of 500 tickets, so that one that left a list can say why. */
export function createLastChanges(): LastChanges {
  const known = new Map<string, LastChange>()
  return {
    heard({ ticketId, changes, actor }) {
      const change = changes.findLast(({ field }) => FIELDS.some((one) => one === field))
      if (ticketId === null || change === undefined) return
      known.delete(ticketId)
      known.set(ticketId, {
        field: change.field as ChangedField,
        to: change.to,
        by: actor.onBehalfOf ?? (actor.type === 'person' ? actor.id : null),
      })
      const oldest = known.keys().next()
      if (known.size > TICKETS_MAX && oldest.done === false) known.delete(oldest.value)
    },
    of: (ticketId) => known.get(ticketId),
  }
}

const TICKETS_MAX = 500
