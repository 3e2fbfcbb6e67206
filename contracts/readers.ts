import Type from 'typebox'
import { Instant, Strict } from './fields.ts'
import { defineRoute } from './route.ts'

export const ParkedEvent = Type.Object(
  {
    reader: Type.String(),
    seq: Type.Integer(),
    attempts: Type.Integer(),
    error: Type.String(),
    parkedAt: Instant,
  },
  { title: 'ParkedEvent' },
)

export const listParkedEvents = defineRoute({
  method: 'GET',
  path: '/api/v1/parked-events',
  summary: 'List events that a reader of the log could not take, oldest first (at most 100)',
  tag: 'Administration',
  access: { role: 'OWNER', scope: 'admin:read' },
  answers: { 200: Type.Object({ items: Type.Array(ParkedEvent), nextCursor: Type.Null() }) },
  errors: [],
})

export const rerunParkedEvent = defineRoute({
  method: 'POST',
  path: '/api/v1/parked-events/:reader/:seq/rerun',
  summary: 'Let the reader take a parked event again',
  tag: 'Administration',
  access: { role: 'OWNER', scope: 'admin:write' },
  params: Strict({
    reader: Type.String({ pattern: '^[a-z-]{1,40}$' }),
    seq: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  }),
  answers: { 200: Type.Object({ reader: Type.String(), seq: Type.Integer() }) },
  errors: ['not-found', 'conflict'],
})

export const READER_ROUTES = [listParkedEvents, rerunParkedEvent] as const
