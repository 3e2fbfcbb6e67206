import { type Actor, eventActor } from '../../directory/people/index.ts'
import type { TenantTx } from '../../platform/db/index.ts'
import { Problem } from '../../platform/http/index.ts'
import { addMessage } from './add-message.ts'
import type { Content } from './content.ts'
import { lockTicket } from './lock-ticket.ts'
import { type Replied, writerOf } from './reply.ts'
import type { OnFinished } from './reply-followers.ts'

/** Adds an internal note; never shown to requesters. Rejects with `forbidden` for who is no agent of the ticket's team. */
export async function addNote(
  tx: TenantTx,
  actor: Actor,
  input: { ticket: string; content: Content; ifMatch?: number | undefined },
  onSent: readonly OnFinished[],
): Promise<Replied> {
  const [locked, { name }] = await Promise.all([
    lockTicket(tx, actor, input.ticket, input.ifMatch),
    writerOf(tx, actor),
  ])
  if (locked.facts.part !== 'STAFF') throw new Problem('forbidden', 'Only agents of the team write notes.')
  const author = { id: actor.personId, name, kind: 'AGENT' } as const
  const channel = actor.byCookie ? 'PORTAL' : 'API'
  const teller = { actor: eventActor(actor), cause: actor.cause }
  const { content } = input
  const added = addMessage(tx, teller, locked, { author, visibility: 'INTERNAL', channel, content })
  const finished = { ticketId: locked.ticket.id, personId: actor.personId, kind: 'note', content } as const
  for (const follow of onSent) follow(tx, finished)
  return { ...added, author, channel }
}
