import type { TenantTx } from '../../platform/db/index.ts'
import type { Content } from './content.ts'

/** A reply or note that its author has finished: sent, or held back to be sent. */
export type Finished = { ticketId: string; personId: string; kind: 'reply' | 'note'; content: Content }
/** Follows a finished text in its transaction, with deferred statements only: it costs no trip. */
export type OnFinished = (tx: TenantTx, finished: Finished) => void

/** Follows a held reply that will not be sent: its author gets the text back. */
export type OnGivenBack = (
  tx: TenantTx,
  text: { ticketId: string; personId: string; content: Content },
) => Promise<void>

/** What the application hands in to follow replies and notes. */
export type ReplyFollowers = { onSent: readonly OnFinished[]; onGivenBack: readonly OnGivenBack[] }
