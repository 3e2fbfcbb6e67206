import { mailReader } from '../delivery/email/index.ts'
import { timersReader } from '../delivery/timers/index.ts'
import type { Reader } from '../platform/log/index.ts'

/** Every durable reader of the log. A new integration is one more line here and nothing else. */
export const readers: readonly Reader[] = [timersReader, mailReader]
