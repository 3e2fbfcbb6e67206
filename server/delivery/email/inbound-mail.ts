import type { InboundMail, InboundState } from '../../../contracts/inbound.ts'

/** A row of `inbound`, as it is shown. */
export type InboundRow = {
  id: string
  state: InboundState
  reason: string | null
  detail: string | null
  mailboxId: string | null
  ticketId: string | null
  messageId: string | null
  sender: string | null
  subject: string | null
  size: number
  attempts: number
  receivedAt: string
  decidedAt: string | null
}

/** Whether a mail still waits for its decision. */
export function isUndecided(state: InboundState): boolean {
  return state === 'RECEIVED' || state === 'PROCESSING' || state === 'RETRY'
}

/** A mail as the API shows it: what is null in the row is absent. */
export function presentInbound(row: InboundRow): InboundMail {
  const shown = Object.entries(row).filter(([, value]) => value !== null)
  return Object.fromEntries(shown) as InboundMail
}
