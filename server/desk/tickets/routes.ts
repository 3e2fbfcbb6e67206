import type { QueuedReply } from '../../../contracts/tickets.ts'
import * as contracts from '../../../contracts/tickets.ts'
import type { Actor } from '../../directory/people/index.ts'
import {
  type Answer,
  decodeCursor,
  encodeCursor,
  notFound,
  ReadyJson,
  type Route,
  route,
} from '../../platform/http/index.ts'
import { type LogRange, readTicketEvents } from '../../platform/log/index.ts'
import { addNote } from './add-note.ts'
import { assign } from './assign.ts'
import { messageContent } from './content.ts'
import { countTickets } from './count-tickets.ts'
import { createTicket } from './create-ticket.ts'
import { cursorAfter, listFilter } from './list-filter.ts'
import { countMessages, listMessages, readMessage } from './list-messages.ts'
import { listTickets } from './list-tickets.ts'
import { messageFrame } from './message-frame.ts'
import { messageAnswer } from './present-message.ts'
import { presentTicket, ticketHeaders } from './present-ticket.ts'
import { queuedReplyRoutes } from './queued-reply-routes.ts'
import { readTicket } from './read-ticket.ts'
import { reply } from './reply.ts'
import type { ReplyFollowers } from './reply-followers.ts'
import { eventForRequester, rowFor, ticketFor } from './requester-view.ts'
import type { SavedTicket } from './save-draft.ts'
import { ticketJson } from './ticket-json.ts'
import { transition } from './transition.ts'
import { updateTicket } from './update-ticket.ts'

/** The routes of tickets: contract, then command or query, then presentation; no rule lives here. */
export function ticketRoutes(followers: ReplyFollowers): Route<Actor>[] {
  return [...commands(followers), ...queries(), ...queuedReplyRoutes(followers)]
}

function commands({ onSent }: ReplyFollowers): Route<Actor>[] {
  return [
    route(contracts.createTicket, async ({ actor, body, write }) => {
      const { subject, teamId, priority, requester } = body
      const content = await messageContent(body)
      return write(
        (tx) => createTicket(tx, actor, { subject, content, teamId, priority, requester }),
        ({ ticket, seq }) => ({
          status: 201,
          body: presentTicket(ticket, seq),
          headers: { ...ticketHeaders(ticket), location: `/api/v1/tickets/${ticket.id}` },
          resource: `/api/v1/tickets/${ticket.id}`,
        }),
      )
    }),
    route(contracts.replyToTicket, async ({ actor, body, params, ifMatch, write }) => {
      const content = await messageContent(body)
      const { lastSeenSeq, force, status, delaySeconds, sendAt } = body
      const wanted = { ticket: params.id, content, lastSeenSeq, force, status, delaySeconds, sendAt, ifMatch }
      return write(
        (tx) => reply(tx, actor, wanted, onSent),
        (done) => ('queued' in done ? heldAnswer(done.queued) : messageAnswer(done.sent, 'PUBLIC', content)),
      )
    }),
    route(contracts.addNote, async ({ actor, body, params, ifMatch, write }) => {
      const content = await messageContent(body)
      return write(
        (tx) => addNote(tx, actor, { ticket: params.id, content, ifMatch }, onSent),
        (done) => messageAnswer(done, 'INTERNAL', content),
      )
    }),
    route(contracts.assignTicket, ({ actor, body, params, ifMatch, write }) =>
      write(
        (tx) => assign(tx, actor, { ticket: params.id, assigneeId: body.assigneeId, ifMatch }),
        (done) => ticketAnswer(actor, done),
      ),
    ),
    route(contracts.transitionTicket, ({ actor, body, params, ifMatch, write }) =>
      write(
        (tx) =>
          transition(tx, actor, { ticket: params.id, status: body.status, reason: body.reason, ifMatch }),
        (done) => ticketAnswer(actor, done),
      ),
    ),
    route(contracts.updateTicket, ({ actor, body, params, ifMatch, write }) =>
      write(
        (tx) =>
          updateTicket(tx, actor, {
            ticket: params.id,
            subject: body.subject,
            priority: body.priority,
            ifMatch,
          }),
        (done) => ticketAnswer(actor, done),
      ),
    ),
  ]
}

function queries(): Route<Actor>[] {
  return [
    route(contracts.listTickets, async ({ actor, query, read }) => {
      const filter = listFilter(query, actor.personId)
      const { tickets, last, more } = await read((tx) => listTickets(tx, actor, filter))
      const nextCursor = more && last !== undefined ? cursorAfter(filter, last) : null
      const items = tickets.map((row) => ticketJson(rowFor(actor, row))).join(',')
      return {
        status: 200,
        body: new ReadyJson(`{"items":[${items}],"nextCursor":${JSON.stringify(nextCursor)}}`),
      }
    }),
    route(contracts.countTickets, async ({ actor, query, read }) => {
      const filter = listFilter(query, actor.personId)
      return { status: 200, body: await read((tx) => countTickets(tx, actor, filter)) }
    }),
    route(contracts.readTicket, async ({ actor, params, read }) => {
      const { ticket } = await read((tx) => readTicket(tx, actor, params.id))
      const shown = presentTicket(ticketFor(actor, ticket))
      return { status: 200, body: shown, headers: ticketHeaders(ticket) }
    }),
    route(contracts.listMessages, async ({ actor, params, query, read }) => {
      const limit = query.limit ?? PAGE
      const { items, total } = await read(async (tx) => {
        const view = await readTicket(tx, actor, params.id)
        const items = await listMessages(tx, view, logRange(query), limit + 1)
        return { items, total: query.cursor === undefined ? await countMessages(tx, view) : undefined }
      })
      const shown = page(items, limit)
      return { status: 200, body: total === undefined ? shown : { ...shown, total } }
    }),
    route(contracts.readMessage, async ({ actor, params, read }) => {
      const message = await read(async (tx) =>
        readMessage(tx, await readTicket(tx, actor, params.id), params.messageId),
      )
      if (message === undefined) throw notFound('message')
      return { status: 200, body: message }
    }),
    route(contracts.readMessageFrame, async ({ actor, params, query, read }) => {
      const message = await read(async (tx) =>
        readMessage(tx, await readTicket(tx, actor, params.id), params.messageId),
      )
      if (message === undefined) throw notFound('message')
      return messageFrame(message.bodyHtml, query)
    }),
    route(contracts.listTicketEvents, async ({ actor, params, query, read }) => {
      const limit = query.limit ?? PAGE
      const items = await read(async (tx) => {
        const { ticket, sinceSeq, publicOnly } = await readTicket(tx, actor, params.id)
        const range = logRange(query)
        const seen = { ...range, after: Math.max(range.after, sinceSeq - 1) }
        const events = await readTicketEvents(tx, ticket.id, seen, limit + 1, publicOnly)
        return publicOnly ? events.map(eventForRequester) : events
      })
      return { status: 200, body: page(items, limit) }
    }),
  ]
}

const PAGE = 50

/** The part of a ticket's log that a page begins with, and the way it goes. */
function logRange({ order, cursor }: { order?: 'asc' | 'desc'; cursor?: string }): LogRange {
  const given = cursor === undefined ? undefined : (decodeCursor(cursor, ['number'])[0] as number)
  const at = given === undefined ? undefined : Math.max(0, Math.trunc(given))
  return order === 'desc' ? { after: 0, before: at, newestFirst: true } : { after: at ?? 0 }
}

function page<T extends { seq: number }>(items: T[], limit: number) {
  const shown = items.slice(0, limit)
  const last = shown.at(-1)
  const nextCursor = items.length > limit && last !== undefined ? encodeCursor([last.seq]) : null
  return { items: shown, nextCursor }
}

function ticketAnswer(actor: Actor, { ticket, seq }: SavedTicket): Answer {
  return {
    status: 200,
    body: presentTicket(ticketFor(actor, ticket), seq as number),
    headers: ticketHeaders(ticket),
    resource: `/api/v1/tickets/${ticket.id}`,
  }
}

function heldAnswer(queued: QueuedReply): Answer {
  const location = `/api/v1/queued-replies/${queued.id}`
  return { status: 202, body: { queued }, headers: { location }, resource: location }
}
