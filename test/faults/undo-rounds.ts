import { randomUUID } from 'node:crypto'
import { ApiError, type Client, createClient } from '../../contracts/client.ts'
import { takeBackReply } from '../../contracts/queued-replies.ts'
import { createTicket, replyToTicket } from '../../contracts/tickets.ts'
import { startDeskProcess } from './desk-process.ts'
import { setUpTrialDesk } from './ticket-load.ts'
import { ask, startTrialServer } from './trial-server.ts'
import { pause, until } from './until.ts'

/** What a run of held replies saw; `broken` must be empty. `late` were too late to be taken back. */
export type UndoReport = { broken: string[]; undone: number; late: number; kept: number; kills: number }

export type UndoOptions = {
  replies: number
  atOnce: number
  /** How often a worker is killed and another started, evenly over the run. */
  kills: number
  log: (line: string) => void
}

type Fate = 'undone' | 'late' | 'kept'

const TICKETS = 10
const HOLD_SECONDS = 2

/**
 * Queues replies for two seconds, takes two thirds of them back, half of those at the instant that they are due, and
 * kills the worker meanwhile. Then compares what was answered with the messages that are there.
 */
export async function runUndoRounds(options: UndoOptions): Promise<UndoReport> {
  const server = await startTrialServer()
  const web = await startDeskProcess({ ...server.env, ROLE: 'web' })
  let worker = await startDeskProcess({ ...server.env, ROLE: 'worker' })
  try {
    const { apiKey } = await setUpTrialDesk(web.url)
    const client = createClient({ baseUrl: web.url, key: apiKey })
    const fates = new Map<string, Fate>()
    const running = holdReplies(client, fates, options)
    for (let kills = 1; kills <= options.kills; kills += 1) {
      const wanted = (options.replies * kills) / (options.kills + 1)
      await until(`${wanted} replies`, () => fates.size >= wanted)
      options.log(`killing the worker after ${fates.size} replies`)
      await worker.kill()
      worker = await startDeskProcess({ ...server.env, ROLE: 'worker' })
    }
    await running
    await until('every reply sent or taken back, every mail gone, and no job left of either', async () => {
      const [row] = await ask<{ count: number }>(
        server.superuserUrl,
        `SELECT (SELECT count(*) FROM app.queued_reply WHERE state = 'QUEUED')::int
          + (SELECT count(*) FROM app.delivery WHERE state <> 'SENT')::int
          + (SELECT count(*) FROM graphile_worker.jobs WHERE task_identifier IN ('send-queued-reply', 'send-mail'))::int AS count`,
      )
      return row?.count === 0
    })
    const count = (fate: Fate) => [...fates.values()].filter((one) => one === fate).length
    return {
      broken: await brokenFates(server.superuserUrl, fates),
      undone: count('undone'),
      late: count('late'),
      kept: count('kept'),
      kills: options.kills,
    }
  } finally {
    await web.kill()
    await worker.kill()
    await server.stop()
  }
}

async function holdReplies(
  client: Client,
  fates: Map<string, Fate>,
  { replies, atOnce }: UndoOptions,
): Promise<void> {
  const tickets: string[] = []
  for (let i = 0; i < TICKETS; i += 1) {
    const body = { subject: `Undo ${i}`, body: 'Help', requester: { email: `rita${i}@example.net` } }
    tickets.push((await client.call(createTicket, { body, idempotencyKey: randomUUID() })).id)
  }
  let next = 0
  const caller = async () => {
    for (let i = next++; i < replies; i = next++) {
      const body = `Held reply ${i}.`
      fates.set(body, await holdOne(client, tickets[i % TICKETS] ?? '', body, i % 3))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, caller))
}

/** Of three, the first is kept, the second is taken back at once, the third just when it is due. */
async function holdOne(client: Client, id: string, text: string, kind: number): Promise<Fate> {
  const answer = await client.call(replyToTicket, {
    params: { id },
    body: { body: text, delaySeconds: HOLD_SECONDS },
    idempotencyKey: randomUUID(),
  })
  if (!('queued' in answer)) throw new Error('the reply was not held')
  const { queued } = answer
  if (kind === 0) return 'kept'
  if (kind === 2) await pause(Date.parse(queued.sendAt) - Date.now() + Math.random() * 100)
  try {
    await client.call(takeBackReply, { params: { id: queued.id }, idempotencyKey: randomUUID() })
    return 'undone'
  } catch (error) {
    if (error instanceof ApiError && error.code === 'already-sent') return 'late'
    throw error
  }
}

async function brokenFates(url: string, fates: ReadonlyMap<string, Fate>): Promise<string[]> {
  const rows = await ask<{ body: string; count: number }>(
    url,
    `SELECT body, count(*)::int AS count FROM app.message WHERE body LIKE 'Held reply %' GROUP BY body`,
  )
  const counts = new Map(rows.map(({ body, count }) => [body, count]))
  const states = await ask<{ body: string; state: string }>(url, 'SELECT body, state FROM app.queued_reply')
  const stateOf = new Map(states.map(({ body, state }) => [body, state]))
  return [...fates].flatMap(([body, fate]) => {
    const wanted = fate === 'undone' ? { count: 0, state: 'TAKEN_BACK' } : { count: 1, state: 'SENT' }
    const there = { count: counts.get(body) ?? 0, state: stateOf.get(body) }
    const isKept = there.count === wanted.count && there.state === wanted.state
    return isKept ? [] : [`"${body}" was ${fate}: ${JSON.stringify(there)}`]
  })
}
