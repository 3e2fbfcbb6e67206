import type { Actor } from '../../directory/people/index.ts'
import type { StoredEvent } from '../../platform/log/index.ts'
import { worksOn } from './access.ts'
import type { TicketState } from './ticket.ts'
import type { ShownTicketRow } from './ticket-columns.ts'

/**
 * A ticket as the actor may see it. To its requester and to those who take part, who is to work on it and why it
 * waits are the desk's own affair. Rule: docs/behaviour/portal.md, "What requesters never see".
 */
export function ticketFor(actor: Actor, ticket: TicketState): TicketState {
  const { teamId, requester } = ticket
  return worksOn(actor, { teamId, requesterId: requester.id }) ? ticket : { ...ticket, ...HIDDEN }
}

/** The same for a row of a list. */
export function rowFor(actor: Actor, row: ShownTicketRow): ShownTicketRow {
  return worksOn(actor, row) ? row : { ...row, ...HIDDEN }
}

const HIDDEN = { assigneeId: null, statusReason: null } as const
const PUBLIC_FIELDS: ReadonlySet<string> = new Set(['status', 'priority', 'subject', 'teamId'])
const PUBLIC_REFS: ReadonlySet<string> = new Set(['messageId', 'attachmentId'])

/** A public event of a ticket as those outside the team read it: what a stream tells them, with what was before. */
export function eventForRequester(event: StoredEvent): StoredEvent {
  return {
    ...event,
    actor: { type: event.actor.type === 'system' ? 'system' : 'person', id: null },
    changes: event.changes.filter(({ field }) => PUBLIC_FIELDS.has(field)),
    cause: {},
    refs: Object.fromEntries(Object.entries(event.refs).filter(([name]) => PUBLIC_REFS.has(name))),
  }
}
