import type { PendingSeq, TenantTx } from '../../platform/db/index.ts'
import type { Draft } from './draft.ts'
import { saveTicket } from './store.ts'
import { type Teller, tell } from './tell.ts'
import type { TicketState } from './ticket.ts'

/** A ticket after a command; `seq` is a token where the command told something. */
export type SavedTicket = { ticket: TicketState; seq: number | PendingSeq }

/** Tells and saves what a draft changed; a draft without facts writes nothing. */
export function saveDraft(tx: TenantTx, teller: Teller, draft: Draft, now: string): SavedTicket {
  const told = tell(tx, teller, draft, now)
  if (told === undefined) return { ticket: draft.before, seq: draft.before.seq }
  return {
    ticket: saveTicket(tx, draft, now, { lastK: told.lastK, messageK: null }, false),
    seq: told.lastSeq,
  }
}
