import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EmbeddedError } from './embedded-error.ts'

/** The login roles of the embedded server: its superuser, the owner of the tables, the app and the job queue. */
export const SUPERUSER = 'postgres'
export const LOGIN_ROLES = ['docket_owner', 'docket_app', 'docket_jobs'] as const

export type LoginRole = (typeof LOGIN_ROLES)[number]
export type Credentials = Readonly<Record<LoginRole | typeof SUPERUSER, string>>

export const CREDENTIALS_FILE = 'postgres-credentials.json'

/**
 * Reads the passwords of the embedded server's roles, or makes them at random in a file that only its owner may read.
 * When two processes start at once both get the passwords of the first. Throws data-damaged for an unreadable file.
 */
export function loadCredentials(dataDir: string): Credentials {
  const file = join(dataDir, CREDENTIALS_FILE)
  const found = readCredentials(file)
  if (found) return found
  const made = Object.fromEntries([SUPERUSER, ...LOGIN_ROLES].map((role) => [role, newPassword()]))
  const temporary = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    writeFileSync(temporary, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true })
    linkSync(temporary, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(temporary, { force: true })
  }
  return readCredentials(file) ?? (made as Credentials)
}

/**
 * The SCRAM-SHA-256 verifier of a password as PostgreSQL stores it (RFC 5803), so that the password itself never
 * stands in a statement, which the server might log.
 */
export function scramVerifier(password: string): string {
  const iterations = 4096
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest()
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64')
  const serverKey = hmac('Server Key').toString('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}

function readCredentials(file: string): Credentials | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const read = parse(text)
  if (read && [SUPERUSER, ...LOGIN_ROLES].every((role) => /^[\w-]{20,}$/.test(read[role] ?? ''))) {
    return read as Credentials
  }
  throw new EmbeddedError(
    'data-damaged',
    `${file} does not hold the database's passwords. Restore it from a backup, or delete it: new ones are made then.`,
  )
}

function parse(text: string): Record<string, string> | undefined {
  try {
    return JSON.parse(text) as Record<string, string>
  } catch {
    return undefined
  }
}

function newPassword(): string {
  return randomBytes(24).toString('base64url')
}
