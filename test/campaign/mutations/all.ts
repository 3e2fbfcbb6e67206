import { ACCESS } from './access.ts'
import { IDEMPOTENCY } from './idempotency.ts'
import { JOBS } from './jobs.ts'
import { LOG } from './log.ts'
import { MAIL } from './mail.ts'
import type { Mutation } from './mutation.ts'
import { OUTGOING_MAIL } from './outgoing-mail.ts'
import { REPLIES } from './replies.ts'
import { TIMERS } from './timers.ts'
import { TRANSACTION } from './transaction.ts'

/** Every fault of the campaign, room by room. */
export const MUTATIONS: readonly Mutation[] = [
  ...TRANSACTION,
  ...LOG,
  ...ACCESS,
  ...IDEMPOTENCY,
  ...REPLIES,
  ...TIMERS,
  ...JOBS,
  ...MAIL,
  ...OUTGOING_MAIL,
]
