import { SettingsError } from '../platform/config/index.ts'
import { isDatabaseUnavailable, MigrationError, sqlState } from '../platform/db/index.ts'
import { EmbeddedError } from '../platform/embedded/index.ts'

/** Why a command of Docket ended, for the person at the terminal: what is wrong and what to do; no secret, no stack. */
export function failureSentence(error: unknown): string {
  if (error instanceof SettingsError || error instanceof EmbeddedError || error instanceof MigrationError) {
    return `Docket cannot start: ${error.message}`
  }
  const { code, message } = error as { code?: string; message?: string }
  if (code === 'EADDRINUSE')
    return 'Docket cannot start: another program listens on this port. Set PORT to another one.'
  if (code === 'EACCES') return `Docket cannot start: no permission (${message}).`
  if (sqlState(error) === '28P01' || sqlState(error) === '28000')
    return 'Docket cannot start: the database refused the user or the password of DATABASE_URL.'
  if (sqlState(error) === '3D000')
    return 'Docket cannot start: the database of DATABASE_URL does not exist. Create it, then start again.'
  if (sqlState(error) === '42501')
    return `Docket cannot start: the database user lacks a right (${message}). "docket doctor" says which.`
  if (isDatabaseUnavailable(error))
    return `Docket cannot start: the database does not answer (${message}). Check DATABASE_URL.`
  return `Docket failed: ${message ?? String(error)}`
}
