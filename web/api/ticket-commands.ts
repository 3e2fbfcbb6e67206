import {
  addNote,
  assignTicket,
  createTicket,
  type Message,
  type Priority,
  replyToTicket,
  type Status,
  transitionTicket,
  updateTicket,
} from '../../contracts/tickets.ts'
import type { Desk } from './desk.ts'

type Told = Pick<Desk, 'mutations' | 'store' | 'knownThread'>
type Body = { body: string } | { bodyHtml: string }

/** Assigns, or unassigns with null; shown at once, waits for the network. */
export function assign(desk: Told, ticketId: string, assigneeId: string | null) {
  return desk.mutations.mutate({
    contract: assignTicket,
    input: { params: { id: ticketId }, body: { assigneeId } },
    on: { type: 'ticket', id: ticketId },
    patch: { assigneeId },
    mayWait: true,
  })
}

/** Moves to another status; shown at once, waits for the network. */
export function transition(desk: Told, ticketId: string, status: Status, reason?: string) {
  return desk.mutations.mutate({
    contract: transitionTicket,
    input: { params: { id: ticketId }, body: { status, ...(reason === undefined ? {} : { reason }) } },
    on: { type: 'ticket', id: ticketId },
    patch: { status },
    mayWait: true,
  })
}

/** Changes priority or subject; shown at once, waits for the network. */
export function updateProperties(
  desk: Told,
  ticketId: string,
  change: { priority?: Priority; subject?: string },
) {
  return desk.mutations.mutate({
    contract: updateTicket,
    input: { params: { id: ticketId }, body: change } as never,
    on: { type: 'ticket', id: ticketId },
    patch: change,
    mayWait: true,
  })
}

export type ReplyInput = Body & {
  lastSeenSeq?: number
  force?: boolean
  status?: Status
  delaySeconds?: number
  sendAt?: string
}

/**
 * Sends a reply, or hands it over to be sent after the undo window. It does not wait for the network: a reply that
 * crossed newer messages must not go out unseen, so without network the text stays a draft. `id` is that of an earlier
 * try of the same input that had no answer: the desk does it once.
 */
export function reply(desk: Told, ticketId: string, input: ReplyInput, id?: string) {
  return desk.mutations.mutate({
    ...(id === undefined ? {} : { id }),
    contract: replyToTicket,
    input: { params: { id: ticketId }, body: input },
    on: { type: 'ticket', id: ticketId },
    absorb(answer) {
      const thread = desk.knownThread(ticketId)
      const given = answer as Message | { queued: Parameters<NonNullable<typeof thread>['addQueued']>[0] }
      if ('queued' in given) thread?.addQueued(given.queued)
      else if (given.ticketId === ticketId) thread?.add(given)
    },
  })
}

/** Adds a note for the team alone. `id` as of `reply`. */
export function note(desk: Told, ticketId: string, input: Body, id?: string) {
  return desk.mutations.mutate({
    ...(id === undefined ? {} : { id }),
    contract: addNote,
    input: { params: { id: ticketId }, body: input },
    on: { type: 'ticket', id: ticketId },
    absorb: (answer) => desk.knownThread(ticketId)?.add(answer as Message),
  })
}

export type NewTicket = Body & {
  subject: string
  teamId?: string
  priority?: Priority
  requester?: { email: string; name?: string }
}

/** Files a ticket; the answer is in the store before the outcome resolves. `id` as of `reply`. */
export function fileTicket(desk: Told, input: NewTicket, id?: string) {
  return desk.mutations.mutate({
    ...(id === undefined ? {} : { id }),
    contract: createTicket,
    input: { body: input },
    absorb: (answer) => {
      const ticket = answer as Parameters<typeof desk.store.put<'ticket'>>[2]
      desk.store.put('ticket', ticket.version, ticket)
    },
  })
}
