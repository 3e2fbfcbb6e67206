import Type, { type Static } from 'typebox'
import { Id, Instant, Nullable, Strict } from './fields.ts'
import { defineRoute } from './route.ts'

/** How many topics a stream may hold. */
export const TOPICS_MAX = 200
/** The longest wait of a long poll, in seconds. */
export const WAIT_SECONDS_MAX = 25

/**
 * What a stream tells of a fact: which thing, which version, which fields; never the text of a message. Requesters get
 * neither `seq` nor `mutationId`, and of the actor only the kind. Rule: docs/behaviour/stream.md.
 */
export const StreamEvent = Type.Object(
  {
    seq: Type.Optional(Type.Integer()),
    id: Id,
    type: Type.String(),
    ticketId: Nullable(Id),
    version: Nullable(Type.Integer()),
    visibility: Type.Union([Type.Literal('PUBLIC'), Type.Literal('INTERNAL')]),
    actor: Type.Object({
      type: Type.Union([Type.Literal('person'), Type.Literal('key'), Type.Literal('system')]),
      id: Nullable(Type.String()),
      onBehalfOf: Type.Optional(Type.String()),
    }),
    at: Instant,
    mutationId: Type.Optional(Type.String()),
    changes: Type.Array(Type.Object({ field: Type.String(), to: Type.Unknown() })),
    refs: Type.Record(Type.String(), Type.String()),
  },
  { title: 'StreamEvent' },
)
export type StreamEvent = Static<typeof StreamEvent>

/** Why a client has to read everything again. */
export const RESET_REASONS = ['unknown-position', 'too-old', 'too-slow'] as const
export type ResetReason = (typeof RESET_REASONS)[number]

/** `hb`: how many events of the log this connection was sent so far. */
export type HeartbeatData = { sent: number }
export type ResetData = { reason: ResetReason }
export type RevokedData = { topic: string }

/** A frame of a long poll. `id` is null for what moves no position. */
export const StreamFrame = Type.Object(
  { id: Nullable(Type.String()), event: Type.String(), data: Type.Unknown() },
  { title: 'StreamFrame' },
)
export type StreamFrame = Static<typeof StreamFrame>

export const StreamPage = Type.Object(
  { events: Type.Array(StreamFrame), cursor: Type.String() },
  { title: 'StreamPage' },
)
export type StreamPage = Static<typeof StreamPage>

export const streamEvents = defineRoute({
  method: 'GET',
  path: '/api/v1/events',
  summary: 'Follow what happens: a stream (text/event-stream), or with `wait` a long poll',
  tag: 'Events',
  access: { role: 'EMPLOYEE', scope: 'tickets:read' },
  query: Strict({
    topics: Type.String({
      minLength: 2,
      maxLength: 12_000,
      description: `Up to ${TOPICS_MAX}, with commas between: \`team:{id}\`, \`ticket:{id or key}\`, \`me\`.`,
    }),
    since: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 300,
        description: 'The id of the last event that was seen; the header Last-Event-ID goes before it.',
      }),
    ),
    wait: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: WAIT_SECONDS_MAX,
        description: 'Answer JSON as soon as there is an event, at the latest after so many seconds.',
      }),
    ),
  }),
  eventStream: true,
  answers: { 200: StreamPage },
  errors: ['not-found', 'too-many-streams'],
})

export const REALTIME_ROUTES = [streamEvents] as const
