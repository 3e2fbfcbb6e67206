import Type, { type Static, type TSchema } from 'typebox'

/** A uuid in its usual form; `format` alone also takes `urn:uuid:`, which PostgreSQL does not. */
export const Id = Type.String({
  format: 'uuid',
  pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
})
/** A uuid or a ticket's key, `IT-12`. */
export const IdOrKey = Type.String({ minLength: 3, maxLength: 40 })
/** RFC 3339, UTC, milliseconds. */
export const Instant = Type.String({ format: 'date-time' })
export const EmailAddress = Type.String({
  minLength: 3,
  maxLength: 320,
  pattern: '^[^\\s@<>",;]+@[^\\s@<>",;]+$',
})
export const PersonName = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })

/** A value or null. */
export function Nullable<S extends TSchema>(schema: S) {
  return Type.Union([schema, Type.Null()])
}

/** An object that refuses properties it does not know. */
export function Strict<P extends Record<string, TSchema>>(properties: P, options: { title?: string } = {}) {
  return Type.Object(properties, { additionalProperties: false, ...options })
}

/** One page of a list; `nextCursor` is null on the last. */
export function Page<S extends TSchema>(item: S) {
  return Type.Object({ items: Type.Array(item), nextCursor: Nullable(Type.String()) })
}

export const PAGING = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
}

export const TicketRef = Strict({ id: IdOrKey })
export const IdRef = Strict({ id: Id })
export type IdRef = Static<typeof IdRef>
