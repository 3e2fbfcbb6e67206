import type { JobSpec } from '../../platform/jobs/index.ts'

/** The task that decides what a received mail becomes. */
export const PROCESS_MAIL = 'process-mail'
/** Tries of one mail before it is quarantined. */
export const ATTEMPTS_MAX = 5

const PRIORITY = { forward: -1, live: 0, import: 10 }

/**
 * The job of a mail, keyed by it, so that adding it again does no harm. A mail of an import comes behind live mail;
 * one that another mail waits for comes first.
 */
export function mailJob(
  inboundId: string,
  options: { forward?: boolean; imported?: boolean; runAt?: string } = {},
): JobSpec {
  const { forward = false, imported = false, runAt } = options
  return {
    task: PROCESS_MAIL,
    payload: { inboundId },
    key: `mail:${inboundId}`,
    maxAttempts: ATTEMPTS_MAX,
    priority: forward ? PRIORITY.forward : imported ? PRIORITY.import : PRIORITY.live,
    ...(runAt === undefined ? {} : { runAt }),
  }
}
