import type { StreamEvent } from '../../contracts/realtime.ts'
import type { Ticket } from '../../contracts/tickets.ts'

/** What a client keeps of tickets by their events alone, after it has read each of them once. */
export type TicketCache = {
  take(event: StreamEvent): void
  /** Events were missed: everything is read anew. */
  reset(): void
  /** The cache after all that was taken so far. */
  tickets(): Promise<ReadonlyMap<string, Ticket>>
}

/** Starts empty: a ticket is read when its first event comes. `readAll` reads those that a reset has to renew. */
export function createTicketCache(from: {
  read: (id: string) => Promise<Ticket>
  readAll: () => Promise<Ticket[]>
}): TicketCache {
  const tickets = new Map<string, Ticket>()
  let done: Promise<void> = Promise.resolve()
  return {
    take(event) {
      done = done.then(async () => {
        if (event.ticketId === null) return
        const known = tickets.get(event.ticketId)
        if (known === undefined) tickets.set(event.ticketId, await from.read(event.ticketId))
        else if (event.version !== null && event.version >= known.version) apply(known, event, event.version)
      })
    },
    reset() {
      done = done.then(async () => {
        tickets.clear()
        for (const ticket of await from.readAll()) tickets.set(ticket.id, ticket)
      })
    },
    async tickets() {
      await done
      return tickets
    },
  }
}

/** Where two caches, or a cache and what is read anew, differ in the fields that events tell. */
export function differences(cached: ReadonlyMap<string, Ticket>, fresh: readonly Ticket[]): string[] {
  return fresh.flatMap((ticket) => {
    const known = cached.get(ticket.id)
    if (known === undefined) return [`${ticket.key} is not in the cache`]
    return TOLD.filter((field) => known[field] !== ticket[field]).map(
      (field) => `${ticket.key}.${field} is ${known[field]} in the cache and ${ticket[field]} on the desk`,
    )
  })
}

const TOLD = ['version', 'status', 'priority', 'subject', 'teamId', 'assigneeId'] as const

function apply(ticket: Ticket, { changes }: StreamEvent, version: number): void {
  for (const { field, to } of changes) if (field in ticket) Object.assign(ticket, { [field]: to })
  ticket.version = version
}
