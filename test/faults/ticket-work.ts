import { randomUUID } from 'node:crypto'
import { ApiError, type Client, createClient, NoAnswer } from '../../contracts/client.ts'
import {
  addNote,
  assignTicket,
  createTicket,
  PRIORITIES,
  readTicket,
  replyToTicket,
  STATUSES,
  transitionTicket,
  updateTicket,
} from '../../contracts/tickets.ts'
import { pause } from './until.ts'

/** Who works: a requester who files for themselves, an owner who does the rest, and to whom tickets go. */
export type Workers = {
  ownerKey: string
  requesterKey: string
  requesterEmails: readonly string[]
  agentIds: readonly string[]
  teamIds: readonly string[]
}

/** Many who file, answer, note, assign, move and change tickets, all at once. */
export type Work = {
  /** Commands that were done. */
  done(): number
  /** Ends it, and answers what was refused in a way that such work must not be. */
  finish(): Promise<string[]>
}

const PAUSE_MS = 30

/** Starts `atOnce` workers that go on until `finish`; each call is tried again with its key until it is answered. */
export function startWork(urls: () => readonly string[], who: Workers, atOnce: number): Work {
  const tickets: string[] = []
  const refused: string[] = []
  let done = 0
  let finishing = false
  const send = async <T>(key: string, act: (client: Client, idempotencyKey: string) => Promise<T>) => {
    const idempotencyKey = randomUUID()
    for (;;) {
      const client = createClient({
        baseUrl: oneOf(urls()),
        key,
        pause: () => pause(PAUSE_MS),
      })
      try {
        const answer = await act(client, idempotencyKey)
        done += 1
        return answer
      } catch (error) {
        if (isOfTheRules(error)) return undefined
        if (!isPassing(error)) {
          refused.push(String(error))
          return undefined
        }
        await pause(PAUSE_MS)
      }
    }
  }
  const worker = async (name: number) => {
    for (let i = 0; !finishing; i += 1) {
      if (tickets.length === 0 || i % 6 === 0) {
        const isOwn = Math.random() < 0.5
        const behalf = { teamId: oneOf(who.teamIds), requester: { email: oneOf(who.requesterEmails) } }
        const body = { subject: `work ${name}.${i}`, body: 'It does not work.', ...(isOwn ? {} : behalf) }
        const made = await send(isOwn ? who.requesterKey : who.ownerKey, (client, idempotencyKey) =>
          client.call(createTicket, { body, idempotencyKey }),
        )
        if (made !== undefined) tickets.push(made.id)
      } else await send(who.ownerKey, oneAct(oneOf(tickets), who))
    }
  }
  const workers = Promise.all(Array.from({ length: atOnce }, (_, name) => worker(name)))
  return {
    done: () => done,
    async finish() {
      finishing = true
      await workers
      return refused
    },
  }
}

type Act = (client: Client, idempotencyKey: string) => Promise<unknown>

/** One command on a ticket, chosen by chance. */
function oneAct(id: string, who: Workers): Act {
  const params = { id }
  const body = { body: `At ${Date.now()}` }
  const assigneeId = oneOf(who.agentIds)
  const status = oneOf(STATUSES)
  const change = { priority: oneOf(PRIORITIES), subject: body.body }
  const acts: Act[] = [
    (client, idempotencyKey) =>
      client.call(replyToTicket, { params, body: { ...body, force: true }, idempotencyKey }),
    (client, idempotencyKey) => client.call(addNote, { params, body, idempotencyKey }),
    (client, idempotencyKey) => client.call(assignTicket, { params, body: { assigneeId }, idempotencyKey }),
    (client, idempotencyKey) => client.call(transitionTicket, { params, body: { status }, idempotencyKey }),
    async (client, idempotencyKey) => {
      const { version } = await client.call(readTicket, { params })
      return client.call(updateTicket, { params, body: change, ifMatch: version, idempotencyKey })
    },
  ]
  return oneOf(acts)
}

/** Refused as the rules of tickets have it: another was faster, or the status is not to be had from here. */
function isOfTheRules(error: unknown): boolean {
  return error instanceof ApiError && RULES.has(error.code)
}

const RULES: ReadonlySet<string> = new Set([
  'invalid-transition',
  'precondition-failed',
  'version-mismatch',
  // The first try was done, unanswered; the second read a newer version.
  'idempotency-key-reused',
])

function isPassing(error: unknown): boolean {
  if (error instanceof NoAnswer) return true
  return error instanceof ApiError && (error.status === 503 || error.code === 'request-in-flight')
}

function oneOf<T>(all: readonly T[]): T {
  const one = all[Math.floor(Math.random() * all.length)]
  if (one === undefined) throw new Error('there is nothing to choose from')
  return one
}
