/** SQLSTATEs that Docket acts on, each with what it means here. */
const RERUN = new Set([
  '40001', // serialization_failure: another transaction won
  '40P01', // deadlock_detected: the server chose this one to end
])
const UNAVAILABLE = new Set([
  '55P03', // lock_not_available: lock_timeout (3 s) ran out
  '57014', // query_canceled: statement_timeout ran out
  '25P03', // idle_in_transaction_session_timeout: this process stood still in a transaction
  '53100', // disk_full
  '53200', // out_of_memory
  '53300', // too_many_connections
  '53400', // configuration_limit_exceeded
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '58030', // io_error
])

/** The SQLSTATE of an error, if it came from the server. Each has a digit, unlike the system's own EPIPE. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : undefined
}

/** Whether the whole command should be run again: it lost a race and changed nothing. */
export function isRerunnable(error: unknown): boolean {
  return RERUN.has(sqlState(error) ?? '')
}

/** Whether the database (not the request) is the reason: the caller may try again later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const state = sqlState(error)
  if (state !== undefined) return UNAVAILABLE.has(state) || state.startsWith('08')
  const code = (error as { code?: unknown } | null)?.code
  if (typeof code === 'string' && /^(ECONN|EPIPE|ENOENT|ETIMEDOUT|EAI_|ENOTFOUND)/.test(code)) return true
  return (
    error instanceof Error &&
    /connection (terminated|timeout|ended)|Connection terminated|timeout exceeded when trying to connect|not queryable/i.test(
      error.message,
    )
  )
}

/** Whether a unique constraint was hit, and which. */
export function uniqueViolation(error: unknown): string | undefined {
  if (sqlState(error) !== '23505') return undefined
  return (error as { constraint?: string }).constraint ?? ''
}
