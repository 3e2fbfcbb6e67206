import type { JobSpec } from '../../../platform/jobs/index.ts'

/** The task that sends one mail, and the one that tries a paused mailbox again. */
export const SEND_MAIL = 'send-mail'
export const PROBE_MAILBOX = 'probe-mailbox'

/** The job of a delivery, keyed by it: adding it again moves it. `runAt` is RFC 3339. */
export function deliveryJob(deliveryId: string, runAt?: string): JobSpec {
  const spec = { task: SEND_MAIL, payload: { deliveryId }, key: `send:${deliveryId}` }
  return runAt === undefined ? spec : { ...spec, runAt }
}

/** The job that tries a paused mailbox, keyed by it. `runAt` is RFC 3339. */
export function probeJob(mailboxId: string, runAt: string): JobSpec {
  return { task: PROBE_MAILBOX, payload: { mailboxId }, key: `probe:${mailboxId}`, runAt }
}
