import { ACCESS } from './access.ts'
import { LOG } from './log.ts'
import { MAIL } from './mail.ts'
import type { Mutation } from './mutation.ts'
import { REPLIES } from './replies.ts'
import { TRANSACTION } from './transaction.ts'

/** Every fault of the campaign, room by room. */
export const MUTATIONS: readonly Mutation[] = [...TRANSACTION, ...LOG, ...ACCESS, ...REPLIES, ...MAIL]
