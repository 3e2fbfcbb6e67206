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

/** Somebody on one of several tickets. `event: presence` of a stream carries it too, without an id: it moves no position and is never repeated. */
export const PresenceData = Type.Object({ ticketId: Id, ...Presence.properties }, { title: 'TicketPresence' })
export type PresenceData = Static<typeof PresenceData>

/** So many tickets may be asked for at once. */
export const PRESENCE_TICKETS_MAX = 100

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

export const listPresence = defineRoute({
  method: 'GET',
  path: '/api/v1/presence',
  summary: 'Who has which of these tickets open right now; tickets that you do not work on are left out',
  tag: 'Presence',
  access: { role: 'AGENT', scope: 'tickets:read' },
  query: Strict({
    tickets: Type.String({
      minLength: 36,
      maxLength: 4_000,
      description: 'Ids of at most 100 tickets, parted by commas',
    }),
  }),
  answers: { 200: Type.Object({ items: Type.Array(PresenceData) }) },
  errors: ['contract-violation', 'forbidden'],
})

export const PRESENCE_ROUTES = [sayPresence, readPresence, listPresence] as const
