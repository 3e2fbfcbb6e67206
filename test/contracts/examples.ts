import { randomUUID } from 'node:crypto'
import type { ErrorCode } from '../../contracts/errors.ts'
import { mailText } from '../mail/mail-desk.ts'
import type { RouteInput } from './route-call.ts'
import type { World } from './world.ts'

/** A call of a route and what it is answered, where the contract does not say it already. */
export type GoodCall = RouteInput & {
  /** For a contract with several good answers, or none that can be had twice: a status, or one with a code. */
  answered?: Outcome
}
export type Outcome = readonly [status: number, code?: ErrorCode]

type Example = (world: World) => Promise<GoodCall>

/** One good call of every route, by the route's name. It makes what it needs, so it may be asked for any number of times. */
export const EXAMPLES: Record<string, Example> = {
  setUp: async () => ({
    body: {
      token: 'spent',
      organisation: 'Second',
      owner: { name: 'Olga', email: 'olga@example.org', password: 'correct horse battery' },
      team: { name: 'IT', prefix: 'IT' },
    },
    answered: [410, 'gone'],
  }),
  signIn: async (world) => {
    const { email, password } = await world.newPerson()
    return { body: { email, password } }
  },
  signOut: async (world) => {
    const { email, password } = await world.newPerson()
    const answer = await world.desk.request('POST', '/api/v1/session', { body: { email, password } })
    const cookie = String(answer.headers['set-cookie']).split(';', 1)[0] ?? ''
    return { cookie, headers: { 'x-csrf-token': answer.body.csrfToken, 'sec-fetch-site': 'same-origin' } }
  },

  createTicket: async () => ({ body: { subject: 'The printer hums', body: 'Since this morning' } }),
  listTickets: async () => ({ query: { status: 'NEW', sort: '-updated', limit: '5' } }),
  countTickets: async () => ({ query: { status: 'NEW', assignee: 'none' } }),
  readTicket: async (world) => ({ params: { id: (await world.newTicket()).id } }),
  listMessages: async (world) => ({ params: { id: (await world.newTicket()).key } }),
  readMessage: async (world) => {
    const { id } = await world.newTicket()
    const { body } = await world.mail.get(`/tickets/${id}/messages`)
    return { params: { id, messageId: body.items[0].id } }
  },
  readMessageFrame: async (world) => {
    const { id } = await world.newTicket()
    const { body } = await world.mail.get(`/tickets/${id}/messages`)
    return { params: { id, messageId: body.items[0].id }, query: { images: 'remote', theme: 'dark' } }
  },
  listTicketEvents: async (world) => ({ params: { id: (await world.newTicket()).id } }),
  replyToTicket: onTicket({ body: 'Try again now' }, { answered: [201] }),
  addNote: onTicket({ body: 'It is the fuser' }),
  assignTicket: onTicket(({ cast }) => ({ assigneeId: cast.agent.id })),
  transitionTicket: onTicket({ status: 'TRIAGED' }),
  updateTicket: async (world) => {
    const { id, version } = await world.newTicket()
    return { params: { id }, body: { priority: 'P1' }, ifMatch: version }
  },

  listQueuedReplies: async (world) => ({ params: { id: (await heldReply(world)).ticketId } }),
  readQueuedReply: async (world) => ({ params: { id: (await heldReply(world)).id } }),
  takeBackReply: async (world) => ({ params: { id: (await heldReply(world)).id } }),
  sendReplyNow: async (world) => ({ params: { id: (await heldReply(world)).id } }),

  saveDraft: async (world) => ({
    params: { id: (await world.newTicket()).id, kind: 'note' },
    body: { body: 'The fuser may' },
    answered: [200],
  }),
  readDrafts: onDraft(),
  deleteDraft: onDraft({ kind: 'reply' }),
  listDrafts: async () => ({ query: { limit: '5' } }),

  sayPresence: onTicket({ mode: 'VIEWING' }),
  listPresence: async (world) => ({ query: { tickets: (await world.newTicket()).id } }),
  readPresence: async (world) => ({ params: { id: (await world.newTicket()).key } }),

  readAttachment: async (world) => ({ params: { id: await world.attachment() } }),

  streamEvents: async () => ({ query: { topics: 'me', wait: '0' } }),

  receiveRaw: async () => ({ raw: mailText({}) }),
  listInbound: async () => ({ query: { state: 'HELD' } }),
  readInbound: async (world) => ({ params: { id: await world.heldMail() } }),
  readInboundRaw: async (world) => ({ params: { id: await world.heldMail() } }),
  reprocessInbound: async (world) => ({ params: { id: await world.quarantinedMail() } }),
  releaseInbound: async (world) => ({ params: { id: await world.heldMail() } }),
  rejectInbound: async (world) => ({ params: { id: await world.heldMail() } }),

  listMailboxes: async () => ({ query: { limit: '5' } }),
  createMailbox: async ({ owner }) => ({
    body: { address: `desk-${randomUUID().slice(0, 8)}@example.org`, teamId: owner.teamId },
  }),
  updateMailbox: async (world) => {
    const address = `desk-${randomUUID().slice(0, 8)}@example.org`
    const { id, version } = await world.make('/mailboxes', { address, teamId: world.owner.teamId })
    return { params: { id }, body: { displayName: 'IT help' }, ifMatch: version }
  },
  listSuppressions: async () => ({ query: { limit: '5' } }),
  liftSuppression: async (world) => ({ params: { address: await world.suppressedAddress() } }),

  listDeliveries: async (world) => ({ params: { id: (await acknowledged(world)).ticketId } }),
  retryDelivery: async (world) => {
    const { deliveryId } = await acknowledged(world, await world.suppressedAddress())
    return { params: { id: deliveryId } }
  },
  listLocalInbox: async () => ({ query: { limit: '5' } }),
  readLocalMail: async (world) => ({ params: { id: (await acknowledged(world)).deliveryId } }),
  readLocalMailFrame: async (world) => ({ params: { id: (await acknowledged(world)).deliveryId } }),
  readLocalMailRaw: async (world) => ({ params: { id: (await acknowledged(world)).deliveryId } }),
  answerLocalMail: async (world) => ({
    params: { id: (await acknowledged(world)).deliveryId },
    body: { body: 'It works now' },
  }),
  listMailTemplates: async () => ({}),
  putMailTemplate: onTemplate(),
  resetMailTemplate: async () => ({ params: { kind: 'ACKNOWLEDGEMENT' } }),
  previewMailTemplate: onTemplate(),

  readMe: async () => ({}),
  listPeople: async () => ({ query: { role: 'AGENT' } }),
  createPerson: async () => ({ body: { name: 'Nora', email: `${randomUUID()}@example.org`, role: 'AGENT' } }),
  updatePerson: async (world) => {
    const { id, version } = await world.newPerson()
    return { params: { id }, body: { name: 'Renamed' }, ifMatch: version }
  },

  listTeams: async () => ({}),
  createTeam: async () => ({ body: { name: 'New team', prefix: newPrefix() } }),
  updateTeam: async (world) => {
    const { id, version } = await newTeam(world)
    return { params: { id }, body: { name: 'Renamed' }, ifMatch: version }
  },
  listMembers: async ({ owner }) => ({ params: { id: owner.teamId } }),
  putMember: async (world) => {
    const [{ id }, person] = [await newTeam(world), await world.newPerson()]
    return { params: { id, personId: person.id }, body: { role: 'LEAD' } }
  },
  removeMember: async (world) => {
    const [{ id }, person] = [await newTeam(world), await world.newPerson()]
    const path = `/api/v1/teams/${id}/members/${person.id}`
    await world.desk.request('PUT', path, { key: world.owner.apiKey, body: { role: 'AGENT' } })
    return { params: { id, personId: person.id } }
  },

  listKeys: async () => ({ query: { limit: '2' } }),
  createKey: async () => ({ body: { name: 'Script', scopes: ['tickets:read'] } }),
  revokeKey: async (world) => {
    const { id } = await world.make('/api-keys', { name: 'Old', scopes: ['tickets:read'] })
    return { params: { id } }
  },

  readSampleDesk: async () => ({}),
  loadSampleDesk: async (world) => {
    await world.desk.request('DELETE', '/api/v1/sample-desk', { key: world.owner.apiKey })
    return {}
  },
  removeSampleDesk: async (world) => {
    await world.desk.request('POST', '/api/v1/sample-desk', { key: world.owner.apiKey })
    return {}
  },
  listParkedEvents: async () => ({}),
  rerunParkedEvent: async (world) => ({
    params: { reader: 'timers', seq: String(await world.parkedEvent()) },
  }),
}

/** A ticket whose requester was sent an acknowledgement; one that gets no mail has a suppressed one. */
async function acknowledged(
  world: World,
  email = `rita-${randomUUID()}@example.com`,
): Promise<{ ticketId: string; deliveryId: string }> {
  const { id } = await world.make('/tickets', { subject: 'Hums', body: 'Loudly', requester: { email } })
  await world.desk.settle()
  const { body } = await world.mail.get(`/tickets/${id}/deliveries`)
  return { ticketId: id, deliveryId: body.items[0].id }
}

function onTemplate(): Example {
  return async () => ({
    params: { kind: 'MESSAGE' },
    body: { bodyText: '{{message.body}}', bodyHtml: '<p>{{message.body}}</p>' },
  })
}

/** The good call of a route; a route without one is an error of this table. */
export function exampleOf(name: string, world: World): Promise<GoodCall> {
  const example = EXAMPLES[name]
  if (example === undefined) throw new Error(`test/contracts/examples.ts has no example of ${name}`)
  return example(world)
}

function onTicket(
  body: object | ((world: World) => object),
  answers: Pick<GoodCall, 'answered'> = {},
): Example {
  return async (world) => {
    const { id } = await world.newTicket()
    return { params: { id }, body: typeof body === 'function' ? body(world) : body, ...answers }
  }
}

function onDraft(params: Record<string, string> = {}): Example {
  return async (world) => {
    const { id } = await world.newTicket()
    const path = `/api/v1/tickets/${id}/drafts/reply`
    await world.desk.request('PUT', path, { key: world.owner.apiKey, body: { body: 'Have you tried' } })
    return { params: { id, ...params } }
  }
}

async function heldReply(world: World): Promise<{ id: string; ticketId: string }> {
  const { id } = await world.newTicket()
  const answer = await world.desk.request('POST', `/api/v1/tickets/${id}/replies`, {
    key: world.owner.apiKey,
    body: { body: 'Try again now', delaySeconds: 60 },
  })
  return answer.body.queued
}

function newTeam(world: World) {
  return world.make('/teams', { name: 'Some team', prefix: newPrefix() })
}

function newPrefix(): string {
  return `T${randomUUID().slice(0, 8).toUpperCase()}`
}
