import { parseArgs } from 'node:util'

/** Reads `--name value` options, all text; a missing required one is a usage error that names it. */
export function readOptions<R extends string, O extends string>(
  args: string[],
  required: readonly R[],
  optional: readonly O[],
): Record<R, string> & Partial<Record<O, string>> {
  const options = Object.fromEntries(
    [...required, ...optional].map((name) => [name, { type: 'string' as const }]),
  )
  const { values } = parseArgs({ args, options, strict: true, allowPositionals: false })
  const missing = required.filter((name) => values[name] === undefined)
  if (missing.length > 0) {
    throw Object.assign(new Error(`Missing: ${missing.map((name) => `--${name}`).join(', ')}`), {
      code: 'ERR_PARSE_ARGS_MISSING',
    })
  }
  return values as Record<R, string> & Partial<Record<O, string>>
}
