import type { TSchema } from 'typebox'

/** A JSON Schema as plain data. */
export type JsonSchema = { [keyword: string]: unknown }

/**
 * Turns contracts' schemas into plain JSON Schema (2020-12). A schema with a `title` becomes a component and is
 * referred to; `components` fills up on the way. Throws when one title stands for two different schemas.
 */
export function schemaCollector(): {
  components: Record<string, JsonSchema>
  collect(schema: TSchema): JsonSchema
} {
  const components: Record<string, JsonSchema> = {}
  const collect = (schema: TSchema): JsonSchema => lifted(plain(schema), components)
  return { components, collect }
}

/** Without what TypeBox keeps for itself: its own marks are not enumerable, so JSON does not see them. */
function plain(schema: TSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema)) as JsonSchema
}

function lifted(schema: JsonSchema, components: Record<string, JsonSchema>): JsonSchema {
  const inner = withType(mapped(schema, (child) => lifted(child, components)))
  const { title } = inner
  if (typeof title !== 'string') return inner
  const known = components[title]
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(inner)) {
    throw new Error(`Two schemas have the title ${title}`)
  }
  components[title] = inner
  return { $ref: `#/components/schemas/${title}` }
}

/** Applies `change` to every schema right below one. Values of `const`, `enum` and `default` are data, not schemas. */
function mapped(schema: JsonSchema, change: (child: JsonSchema) => JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (keyword === 'properties' || keyword === 'patternProperties') return [keyword, eachOf(value, change)]
      if (keyword === 'anyOf' || keyword === 'allOf' || keyword === 'oneOf')
        return [keyword, Array.isArray(value) ? value.map(change) : value]
      if ((keyword === 'items' || keyword === 'additionalProperties') && isSchema(value))
        return [keyword, change(value)]
      return [keyword, value]
    }),
  )
}

function eachOf(value: unknown, change: (child: JsonSchema) => JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(value as Record<string, JsonSchema>).map(([name, child]) => [name, change(child)]),
  )
}

/** Generators of code read an enum of text better with its type. */
function withType(schema: JsonSchema): JsonSchema {
  const { enum: values } = schema
  if (schema.type !== undefined || !Array.isArray(values)) return schema
  return values.every((value) => typeof value === 'string') ? { type: 'string', ...schema } : schema
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
