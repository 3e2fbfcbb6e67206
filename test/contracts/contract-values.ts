import fc from 'fast-check'
import type { TSchema } from 'typebox'

type Schema = {
  type?: string
  format?: string
  pattern?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: TSchema[]
  items?: TSchema
  properties?: Record<string, TSchema>
  required?: string[]
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
}

/** Values that fit a contract's schema; ids come from `ids` most of the time, so that they name something. */
export function fitting(schema: TSchema, ids: readonly string[]): fc.Arbitrary<unknown> {
  const { enum: values, const: constant, anyOf, type } = schema as Schema
  if (values !== undefined) return fc.constantFrom(...values)
  if (constant !== undefined) return fc.constant(constant)
  if (anyOf !== undefined) return fc.oneof(...anyOf.map((one) => fitting(one, ids)))
  if (type === 'object') return fittingObject(schema as Schema, ids)
  if (type === 'array') return fittingArray(schema as Schema, ids)
  if (type === 'string') return fittingText(schema as Schema, ids)
  if (type === 'integer') return fittingInteger(schema as Schema)
  if (type === 'boolean') return fc.boolean()
  return type === 'null' ? fc.constant(null) : fc.jsonValue()
}

function fittingObject({ properties = {}, required = [] }: Schema, ids: readonly string[]) {
  const model = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, fitting(one, ids)]))
  return fc.record(model, { requiredKeys: required })
}

function fittingArray({ items, minItems = 0, maxItems = 5 }: Schema, ids: readonly string[]) {
  const item = items === undefined ? fc.jsonValue() : fitting(items, ids)
  return fc.uniqueArray(item, {
    minLength: minItems,
    maxLength: Math.min(maxItems, 8),
    selector: JSON.stringify,
  })
}

function fittingText(schema: Schema, ids: readonly string[]): fc.Arbitrary<string> {
  const { format, pattern, minLength = 0, maxLength = 60 } = schema
  const id = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...ids) }, fc.uuid())
  if (format === 'uuid') return id
  if (format === 'date-time')
    return fc.oneof(fc.date({ noInvalidDate: true }).map(instant), fc.constantFrom(...ODD_INSTANTS))
  if (pattern === '\\S') return text(1, maxLength).map((value) => `${value}x`.slice(-maxLength))
  if (pattern !== undefined)
    return fc.stringMatching(new RegExp(pattern)).filter((value) => value.length <= maxLength)
  // A path part that takes ids and keys alike.
  return minLength === 3 && maxLength === 40 ? id : text(minLength, maxLength)
}

function text(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: 'binary', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 300)) })
}

function fittingInteger({ minimum = -(2 ** 53), maximum = 2 ** 53 }: Schema): fc.Arbitrary<number> {
  return fc.oneof(
    fc.integer({ min: Math.ceil(Math.max(minimum, -1e9)), max: Math.min(maximum, 1e9) }),
    fc.constantFrom(minimum, maximum),
  )
}

function instant(date: Date): string {
  const text = date.toISOString()
  // Years beyond four digits are not RFC 3339.
  return text.length === 24 ? text : '2026-11-23T06:00:00.000Z'
}

/** All fit RFC 3339, and each has broken some database or other. */
const ODD_INSTANTS = [
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '2016-12-31T23:59:60Z',
  '2026-02-28T23:59:59.999999999Z',
  '2026-11-23T06:00:00+23:59',
  '2026-11-23t06:00:00z',
]
