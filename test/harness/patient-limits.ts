import type { TimeLimits } from '../../server/platform/db/index.ts'

const TEN_MINUTES_MS = 600_000

/**
 * For desks of tests that are about something else: a process that gets no turn for five seconds on a busy machine is no
 * fault of the desk. A lock that is never freed still fails the test, at its own end. Tests of the limits use the
 * product's.
 */
export const PATIENT_LIMITS: TimeLimits = {
  idleInTransactionMs: TEN_MINUTES_MS,
  lockMs: TEN_MINUTES_MS,
  statementMs: TEN_MINUTES_MS,
  connectMs: TEN_MINUTES_MS,
}
