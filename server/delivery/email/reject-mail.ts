import { type Actor, eventActor } from '../../directory/people/index.ts'
import type { TenantTx } from '../../platform/db/index.ts'
import { append } from '../../platform/log/index.ts'
import { lockVisibleMail, requireHeld } from './held-mail.ts'
import type { InboundRow } from './inbound-mail.ts'
import { storeEnding } from './inbound-store.ts'

/** Keeps a held mail from its ticket for good. Rejects with `not-found`, `already-decided` or `conflict`. */
export async function rejectMail(tx: TenantTx, actor: Actor, id: string): Promise<InboundRow> {
  const { row, now } = await lockVisibleMail(tx, actor, id)
  requireHeld(row)
  append(tx, {
    type: 'admin.inbound_decided',
    ...(row.ticketId === null ? {} : { ticketId: row.ticketId }),
    visibility: 'INTERNAL',
    actor: eventActor(actor),
    at: now,
    cause: actor.cause,
    refs: { inboundId: id, state: 'SUSPENDED', reason: 'REJECTED' },
  })
  const ending = { state: 'SUSPENDED', reason: 'REJECTED', now } as const
  storeEnding(tx, id, ending, 0)
  return { ...row, state: 'SUSPENDED', reason: 'REJECTED', detail: null, decidedAt: now }
}
