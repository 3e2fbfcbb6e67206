import { randomUUID } from 'node:crypto'
import { ApiError, createClient, NoAnswer } from '../../contracts/client.ts'
import { receiveRaw } from '../../contracts/inbound.ts'
import { setUp } from '../../contracts/setup.ts'
import { createTicket } from '../../contracts/tickets.ts'
import { TRIAL_TOKEN } from './trial-server.ts'
import { pause } from './until.ts'

/** What the desk has answered for: each must be there exactly once, whatever happens to any process. */
export type Acknowledged = {
  /** Subject to the ticket's id. */
  tickets: Map<string, string>
  /** Subject to the inbound mail's id. */
  mails: Map<string, string>
}

/** A client that goes on and on, and tries each call again with its key until it is answered. */
export type Load = {
  acknowledged: Acknowledged
  /** How often a call had to be tried again, by why. */
  tries: Map<string, number>
  /** Finishes what was begun and answers what was refused for good: that must be nothing. */
  finish(): Promise<string[]>
}

const PAUSE_MS = 50

/** Sets up the first organisation of a trial desk and returns its key. */
export async function setUpTrialDesk(url: string): Promise<{ apiKey: string; tenantId: string }> {
  const made = await createClient({ baseUrl: url }).call(setUp, {
    body: {
      token: TRIAL_TOKEN,
      organisation: 'Trial',
      owner: { name: 'Olga Owner', email: 'olga@example.org', password: 'correct horse battery' },
      team: { name: 'IT', prefix: 'IT' },
    },
  })
  return { apiKey: made.apiKey, tenantId: made.tenant.id }
}

/** Starts callers that file tickets and, each, every third time, hand in a mail. `url` may change meanwhile. */
export function startLoad(
  url: () => string,
  key: string,
  { atOnce, mails = true }: { atOnce: number; mails?: boolean },
): Load {
  const acknowledged: Acknowledged = { tickets: new Map(), mails: new Map() }
  const tries = new Map<string, number>()
  const refused: string[] = []
  let finishing = false
  const send = async <T>(
    what: string,
    call: (client: ReturnType<typeof createClient>, key: string) => Promise<T>,
  ) => {
    const idempotencyKey = randomUUID()
    for (;;) {
      const client = createClient({
        baseUrl: url(),
        key,
        pause: () => pause(PAUSE_MS),
      })
      try {
        return await call(client, idempotencyKey)
      } catch (error) {
        const why = whyAgain(error)
        if (why === undefined) {
          refused.push(`${what}: ${error}`)
          return undefined
        }
        tries.set(why, (tries.get(why) ?? 0) + 1)
        await pause(PAUSE_MS)
      }
    }
  }
  const caller = async (name: number) => {
    for (let i = 0; !finishing; i += 1) {
      const subject = `load ${name}.${i}`
      if (mails && i % 3 === 2) {
        const body = new TextEncoder().encode(mailOf(subject))
        const kept = await send(subject, (client, idempotencyKey) =>
          client.call(receiveRaw, { body, query: { bulk: true }, idempotencyKey }),
        )
        if (kept !== undefined) acknowledged.mails.set(subject, kept.id)
      } else {
        const body = { subject, body: 'It does not work.' }
        const made = await send(subject, (client, idempotencyKey) =>
          client.call(createTicket, { body, idempotencyKey }),
        )
        if (made !== undefined) acknowledged.tickets.set(subject, made.id)
      }
    }
  }
  const callers = Promise.all(Array.from({ length: atOnce }, (_, name) => caller(name)))
  return {
    acknowledged,
    tries,
    async finish() {
      finishing = true
      await callers
      return refused
    },
  }
}

/** Why a call may be tried again; nothing when it was refused for good. */
function whyAgain(error: unknown): string | undefined {
  if (error instanceof NoAnswer) return 'no answer'
  if (!(error instanceof ApiError)) return undefined
  if (error.status === 503 || error.code === 'request-in-flight') return error.code
  return undefined
}

function mailOf(subject: string): string {
  const id = subject.replaceAll(/\W/g, '-')
  return [
    `From: Rita <rita-${id}@example.net>`,
    'To: it@example.org',
    `Subject: ${subject}`,
    `Message-ID: <${id}@example.net>`,
    'Date: Mon, 02 Mar 2026 10:00:00 +0000',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'It does not work.',
    '',
  ].join('\r\n')
}
