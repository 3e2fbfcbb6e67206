import type { JsonSchema } from '../../../contracts/openapi-schemas.ts'
import { html, type Markup } from './markup.ts'

type Field = { name: string; schema: JsonSchema; isRequired: boolean }

/** A list of an object's fields, those of objects inside it included: name, type, limits, what it means. */
export function fieldList(schema: JsonSchema, options: { marksRequired: boolean }): Markup {
  const fields = fieldsOf(schema, '')
  if (fields.length === 0) return html`<p class="small">${typeOf(schema)}</p>`
  return html`<dl class="fields">${fields.map((field) => fieldRow(field, options.marksRequired))}</dl>`
}

/** The type of a value in words, with a link where it has a name: "list of Ticket", "text, at most 250 characters". */
export function typeOf(schema: JsonSchema): Markup {
  const name = refName(schema)
  if (name !== undefined) return html`<a href="#object-${name}">${name}</a>`
  const choices = schema.anyOf
  if (Array.isArray(choices)) return joined(choices.map(typeOf), ' or ')
  if (Array.isArray(schema.enum)) return html`one of ${joined(schema.enum.map(literal), ', ')}`
  if ('const' in schema) return literal(schema.const)
  if (schema.type === 'array') return html`list of ${typeOf(schema.items as JsonSchema)}${limits(schema)}`
  const word = WORDS[String(schema.format ?? schema.type)] ?? 'any value'
  return html`${word}${limits(schema)}`
}

const WORDS: Record<string, string> = {
  uuid: 'id (UUID)',
  'date-time': 'time (RFC 3339, UTC)',
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  null: 'null',
  object: 'object',
  array: 'list',
}

function fieldsOf(schema: JsonSchema, prefix: string): Field[] {
  const required = (schema.required ?? []) as string[]
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>)
  return properties.flatMap(([key, property]) => {
    const name = prefix + key
    const items = property.type === 'array' ? (property.items as JsonSchema) : undefined
    const inner = items === undefined ? fieldsOf(property, `${name}.`) : fieldsOf(items, `${name}[].`)
    return [{ name, schema: property, isRequired: required.includes(key) }, ...inner]
  })
}

function fieldRow({ name, schema, isRequired }: Field, marksRequired: boolean): Markup {
  const needed = marksRequired && isRequired ? html`<span class="needed">required</span>` : undefined
  const optional =
    !marksRequired && !isRequired ? html`<span class="quiet small"> if known</span>` : undefined
  const meaning =
    typeof schema.description === 'string'
      ? html`<br><span class="quiet">${schema.description}</span>`
      : undefined
  return html`<div><dt><code>${name}</code>${needed}${optional}</dt><dd>${typeOf(schema)}${meaning}</dd></div>`
}

function limits(schema: JsonSchema): Markup {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, pattern } = schema
  const parts = [
    between(minimum, maximum, ''),
    between(minLength === 1 ? undefined : minLength, maxLength, ' characters'),
    between(minItems, maxItems, ' entries'),
  ].filter((part) => part !== '')
  const words = parts.map((part) => `, ${part}`).join('')
  if (pattern === '\\S') return html`${words}, not blank`
  return pattern === undefined ? html`${words}` : html`${words}, like <code>${String(pattern)}</code>`
}

function between(least: unknown, most: unknown, unit: string): string {
  if (least === undefined && most === undefined) return ''
  if (least === undefined) return `at most ${most}${unit}`
  return most === undefined ? `at least ${least}${unit}` : `${least} to ${most}${unit}`
}

function literal(value: unknown): Markup {
  return html`<code>${typeof value === 'string' ? value : JSON.stringify(value)}</code>`
}

function joined(parts: readonly Markup[], between: string): Markup {
  return html`${parts.map((part, i) => (i === 0 ? part : html`${between}${part}`))}`
}

function refName({ $ref: reference }: JsonSchema): string | undefined {
  return typeof reference === 'string' ? reference.split('/').at(-1) : undefined
}
