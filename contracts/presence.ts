import Type, { type Static } from 'typebox'
import { Id, Instant, Strict, TicketRef } from './fields.ts'
import { defineRoute } from './route.ts'

/** What somebody does on a ticket: looks, has it open elsewhere, writes to the requester, writes a note, has left. */
export const PRESENCE_MODES = ['VIEWING', 'AWAY', 'REPLYING', 'NOTING', 'LEFT'] as const
export type PresenceMode = (typeof PRESENCE_MODES)[number]

/** How often a client says it again, and after how long without it somebody counts as gone. */
export const PRESENCE_BEAT_MS = 15_000
export const PRESENCE_EXPIRY_MS = 35_000

export const Presence = Type.Object(
  {
    person: Type.Object({ id: Id, name: Type.String() }),
    mode: Type.Enum([...PRESENCE_MODES]),
    since: Instant,
  },
  { title: 'Presence' },
)
export type Presence = Static<typeof Presence>

/** What `event: presence` of a stream carries. It has no id: it moves no position and is never repeated. */
export type PresenceData = Presence & { ticketId: string }

export const sayPresence = defineRoute({
  method: 'POST',
  path: '/api/v1/tickets/:id/presence',
  summary: 'Say what you do on a ticket; again every 15 s, and LEFT at the end',
  tag: 'Presence',
  access: { role: 'AGENT', scope: 'tickets:read' },
  idempotency: 'exempt',
  params: TicketRef,
  body: Strict({ mode: Type.Enum([...PRESENCE_MODES]) }),
  answers: { 204: null },
  errors: ['contract-violation', 'forbidden', 'not-found'],
})

export const readPresence = defineRoute({
  method: 'GET',
  path: '/api/v1/tickets/:id/presence',
  summary: 'Who has a ticket open right now',
  tag: 'Presence',
  access: { role: 'AGENT', scope: 'tickets:read' },
  params: TicketRef,
  answers: { 200: Type.Object({ items: Type.Array(Presence) }) },
  errors: ['forbidden', 'not-found'],
})

export const PRESENCE_ROUTES = [sayPresence, readPresence] as const
