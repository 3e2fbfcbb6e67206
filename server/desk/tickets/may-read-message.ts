import type { Actor } from '../../directory/people/index.ts'
import type { TenantRead } from '../../platform/db/index.ts'
import { showsMessage } from './list-messages.ts'
import { findTicket } from './read-ticket.ts'

/** Whether the actor sees this message of this ticket: what guards its attachments. */
export async function mayReadMessage(
  tx: TenantRead,
  actor: Actor,
  ticketId: string,
  messageId: string,
): Promise<boolean> {
  const view = await findTicket(tx, actor, ticketId)
  return view !== undefined && (await showsMessage(tx, view, messageId))
}
