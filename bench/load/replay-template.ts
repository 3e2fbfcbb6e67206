import type { RecordedStatement, RecordedTrip } from '../desk/record-statements.ts'

/** One piece of a parameter: fixed text, or the slot whose fresh value stands there. */
type Piece = string | number
/** A parameter: null, fixed, fresh random bytes, or text made of pieces. */
export type TemplateValue = null | string | Uint8Array | { bytes: number } | { pieces: Piece[] }
export type TemplateStatement = { text: string; name?: string; values: TemplateValue[] }
export type SlotKind = 'uuid' | 'number' | 'hex'
/** The statements of a request, by trip, with slots where each run needs a value of its own. */
export type ReplayTemplate = { trips: TemplateStatement[][]; slots: { kind: SlotKind; length: number }[] }

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
// Times and the tokens of positions differ from run to run, but may be sent again.
const REPEATABLE = '\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z|@seq:[\\w-]{12}:'
const TOKENS = new RegExp(`(${REPEATABLE}|${UUID}|\\b[0-9a-f]{16}\\b|\\d+)`)

/**
 * Makes a template of two recordings of the same request: what differs between them is what each request has of its
 * own (ids, numbers, the idempotency key's hash), and gets a slot; the same pair gets the same slot wherever it
 * stands, in JSON too. Times stay as recorded. Throws when the two did not send the same statements.
 */
export function replayTemplate(first: RecordedTrip[], second: RecordedTrip[]): ReplayTemplate {
  const slots = new Map<string, { at: number; kind: SlotKind; length: number }>()
  const shape = (trips: RecordedTrip[]) => JSON.stringify(trips.map((trip) => trip.map(({ text }) => text)))
  if (shape(first) !== shape(second)) throw new Error('two recordings of one request differ in statements')
  const trips = first.map((trip, i) =>
    trip.map((statement, j) => template(statement, second[i]?.[j] ?? statement, slots)),
  )
  return { trips, slots: [...slots.values()].map(({ kind, length }) => ({ kind, length })) }
}

type Slots = Map<string, { at: number; kind: SlotKind; length: number }>

function template(a: RecordedStatement, b: RecordedStatement, slots: Slots): TemplateStatement {
  const values = a.values.map((value, k): TemplateValue => {
    const other = b.values[k]
    if (value === null || typeof value !== 'string') {
      if (value === null || Buffer.compare(value, other as Uint8Array) === 0) return value
      return { bytes: value.length }
    }
    if (value === other || typeof other !== 'string') return value
    return pieces(value, other, slots)
  })
  return a.name === undefined ? { text: a.text, values } : { text: a.text, name: a.name, values }
}

function pieces(value: string, other: string, slots: Slots): TemplateValue {
  const mine = value.split(TOKENS)
  const theirs = other.split(TOKENS)
  if (mine.length !== theirs.length) return value
  const made = mine.map((token, i): Piece => {
    const twin = theirs[i] ?? ''
    // Odd places hold the tokens.
    if (i % 2 === 0 || token === twin || /T|^@/.test(token)) return token
    const pair = `${token} ${twin}`
    const known = slots.get(pair)
    if (known !== undefined) return known.at
    const kind = token.includes('-') ? 'uuid' : /^\d+$/.test(token) ? 'number' : 'hex'
    slots.set(pair, { at: slots.size, kind, length: token.length })
    return slots.size - 1
  })
  return { pieces: made }
}
