import { EmbeddedError, type EmbeddedErrorCode } from './embedded-error.ts'

/** What is known about a failure: what was being done, where, and what PostgreSQL said. */
export type Failure = {
  readonly doing: string
  readonly dataDir: string
  readonly output: string
  /** Texts that must not be shown. */
  readonly secrets: readonly string[]
}

type Cause = { code: EmbeddedErrorCode; pattern: RegExp; advice: (dataDir: string) => string }

// The order counts: a full disk leaves half-written files behind it, which then look damaged.
const CAUSES: readonly Cause[] = [
  {
    code: 'disk-full',
    pattern: /No space left on device|Disk quota exceeded|\bENOSPC\b|\bEDQUOT\b/i,
    advice: (dataDir) =>
      `The disk that holds ${dataDir} is full. Free some space and start again; nothing is lost.`,
  },
  {
    code: 'libraries-missing',
    pattern: /error while loading shared libraries|could not load library|Library not loaded/i,
    advice: () => 'The packaged PostgreSQL misses a library. Run "npm ci" again, or set DATABASE_URL.',
  },
  {
    code: 'data-not-writable',
    pattern:
      /Permission denied|Read-only file system|\bEACCES\b|\bEPERM\b|\bEROFS\b|\bEEXIST\b|\bENOTDIR\b|has wrong ownership/i,
    advice: (dataDir) =>
      `${dataDir} or a folder in it cannot be written by this user. Start Docket as the user who made it, or give it ` +
      'back to this user (chown -R), or set DATA_DIR to another folder.',
  },
  {
    code: 'data-damaged',
    pattern:
      /files are incompatible with server|pg_control|control file|valid checkpoint record|invalid data in file|is not a (valid )?data(base)? (cluster )?directory|could not (open|read|access) (file|directory)|is missing|missing or erroneous|invalid page|configuration file .* contains errors/i,
    advice: (dataDir) =>
      `The database in ${dataDir} is damaged. Keep a copy of that folder, then restore it from a backup; an empty ` +
      'DATA_DIR starts a new desk.',
  },
]

/**
 * Turns what PostgreSQL or the system said into an EmbeddedError with a code and advice, with PostgreSQL's last lines
 * and without secrets. What it does not know becomes start-failed.
 */
export function diagnose({ doing, dataDir, output, secrets }: Failure): EmbeddedError {
  const cause = CAUSES.find(({ pattern }) => pattern.test(output))
  const said = lastLines(output, secrets)
  const advice = cause?.advice(dataDir) ?? `PostgreSQL failed while ${doing}.`
  return new EmbeddedError(cause?.code ?? 'start-failed', said ? `${advice} It said:\n${said}` : advice)
}

/** Turns an error of the file system into an EmbeddedError; others are returned as they are. */
export function diagnoseFileError(error: unknown, doing: string, dataDir: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (error instanceof EmbeddedError || typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) return error
  const known = diagnose({ doing, dataDir, output: String(error), secrets: [] })
  return new EmbeddedError(known.code, known.message, { cause: error })
}

function lastLines(output: string, secrets: readonly string[]): string {
  let shown = output.trim().split('\n').slice(-8).join('\n')
  for (const secret of secrets) shown = shown.replaceAll(secret, '***')
  return shown.slice(-2000)
}
