import { type Logger, pino } from 'pino'

export type { Logger } from 'pino'

const SECRETS = [
  'password',
  'token',
  'secret',
  'apiKey',
  'authorization',
  'cookie',
  'passwordHash',
  'body',
  'bodyHtml',
  'raw',
  'connectionString',
]

/**
 * The structured log: one JSON line an event on standard error. Secrets and the bodies of messages are struck out at
 * the top and one level down (a pattern `*.x` alone does not cover a top-level `x`: seen).
 */
export function createLog(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: [...SECRETS, ...SECRETS.map((name) => `*.${name}`)], censor: '[secret]' },
      serializers: { err: (error: unknown) => describeError(error) },
    },
    pino.destination({ dest: 2, sync: true }),
  )
}

/** An error without the values of the statement that failed: a driver's error can hold rows in `detail`. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) }
  const { code } = error as { code?: unknown }
  return {
    name: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    stack: error.stack,
  }
}
