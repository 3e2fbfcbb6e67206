/** SQL as tagged templates: text and values stay apart, and every value is serialised before a byte is sent. */
export type Sql = {
  readonly text: string
  readonly values: readonly SqlParameter[]
  /** The server may keep the statement's plan under this name. */
  readonly name?: string
}

/** What goes over the wire: text, bytes or null. Anything else was turned into one of these by `sql`. */
export type SqlParameter = string | Buffer | null
export type SqlValue =
  | string
  | number
  | bigint
  | boolean
  | Date
  | Buffer
  | null
  | undefined
  | readonly SqlValue[]
  | Json
/** A value to be sent as JSON text. */
export class Json {
  readonly value: unknown
  constructor(value: unknown) {
    this.value = value
  }
}

/** Marks a value as a jsonb parameter: `${json(changes)}`. */
export function json(value: unknown): Json {
  return new Json(value)
}

/**
 * Builds a statement. Values become `$n`; a nested `Sql` is spliced in with its own values. Every value is
 * serialised here, so one that cannot be (a cycle, a lone surrogate, NUL) throws before anything is queued:
 * in a pipeline the COMMIT behind a failed parameter would commit the rest.
 */
export function sql(strings: TemplateStringsArray, ...parts: (SqlValue | Sql)[]): Sql {
  let text = strings[0] ?? ''
  const values: SqlParameter[] = []
  let nested = false
  for (const [i, part] of parts.entries()) {
    if (isSql(part)) {
      nested = true
      text += renumber(part.text, values.length)
      values.push(...part.values)
    } else {
      values.push(serialise(part))
      text += `$${values.length}`
    }
    text += strings[i + 1] ?? ''
  }
  return { text, values, ...statementName(strings, text, nested) }
}

/** Joins fragments, e.g. conditions with ` AND `; an empty list gives `empty`. */
export function joinSql(fragments: readonly Sql[], separator: string, empty = 'true'): Sql {
  if (fragments.length === 0) return { text: empty, values: [] }
  let text = ''
  const values: SqlParameter[] = []
  for (const [i, fragment] of fragments.entries()) {
    text += (i === 0 ? '' : separator) + renumber(fragment.text, values.length)
    values.push(...fragment.values)
  }
  return { text, values }
}

/** A fragment of trusted text without values: a column or a direction from a closed list, never input. */
export function rawSql(text: string): Sql {
  return { text, values: [] }
}

function isSql(part: unknown): part is Sql {
  return typeof part === 'object' && part !== null && 'text' in part && 'values' in part
}

function renumber(text: string, by: number): string {
  return by === 0 ? text : text.replace(/\$(\d+)/g, (_, n: string) => `$${Number(n) + by}`)
}

function serialise(value: SqlValue): SqlParameter {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return checked(value)
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value)
  if (value instanceof Date) return value.toISOString()
  if (Buffer.isBuffer(value)) return value
  if (value instanceof Json) return checkedJson(value.value)
  if (Array.isArray(value)) return arrayLiteral(value as readonly SqlValue[])
  throw new TypeError('a value of this kind cannot be sent to the database')
}

function checked(text: string): string {
  if (text.includes('\u0000') || !text.isWellFormed()) throw new UnstorableText()
  return text
}

function checkedJson(value: unknown): string {
  const text = JSON.stringify(value)
  // JSON.stringify writes NUL and lone surrogates as escapes, which jsonb then refuses.
  if (/\\u(0000|d[89a-f])/.test(text) && /(^|[^\\])(\\\\)*\\u(0000|d[89a-f])/.test(text))
    throw new UnstorableText()
  return checked(text)
}

/** Text that Postgres cannot hold: NUL, or half of a surrogate pair. */
export class UnstorableText extends Error {
  constructor() {
    super('text contains NUL or a lone surrogate')
    this.name = 'UnstorableText'
  }
}

function arrayLiteral(items: readonly SqlValue[]): string {
  const parts = items.map((item) => {
    const one = serialise(item)
    if (one === null) return 'NULL'
    const text = Buffer.isBuffer(one) ? `\\x${one.toString('hex')}` : one
    return `"${text.replace(/["\\]/g, '\\$&')}"`
  })
  return `{${parts.join(',')}}`
}

const namesByTemplate = new WeakMap<TemplateStringsArray, { name: string }>()
let templateCount = 0
const namesByText = new Map<string, { name: string }>()
/** Each named statement keeps a plan on each connection: texts past this many, made of many parts, go unnamed. */
const NAMED_TEXTS_MAX = 1_000

/**
 * The name under which the server keeps a statement's plan. Planning a list anew took longer than running it. A
 * template without parts is known by itself, a composed one by its text.
 */
function statementName(
  strings: TemplateStringsArray,
  text: string,
  nested: boolean,
): { name: string } | undefined {
  const known = nested ? namesByText.get(text) : namesByTemplate.get(strings)
  if (known !== undefined) return known
  if (!nested) {
    templateCount += 1
    const made = { name: `s${templateCount}` }
    namesByTemplate.set(strings, made)
    return made
  }
  if (namesByText.size >= NAMED_TEXTS_MAX) return undefined
  const made = { name: `t${namesByText.size}` }
  namesByText.set(text, made)
  return made
}
