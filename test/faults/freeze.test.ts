import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type DeskProcess,
  isStopped,
  type SpawnedProcess,
  spawnScript,
  startDeskProcess,
} from './desk-process.ts'
import { type InProcessDesk, type MadeTenant, openInProcessDesk, urlsOf } from './in-process-desk.ts'
import { ask, startTrialServer, type TrialServer } from './trial-server.ts'
import { until } from './until.ts'

/** The database ends a transaction that stands still after 4.5 s. */
const FROZEN_MS_MAX = 5_000
/** Tickets of the other tenant. */
const OTHERS = 25

let server: TrialServer
let seeds: InProcessDesk
let web: DeskProcess
let ours: MadeTenant
let theirs: MadeTenant
const frozen: SpawnedProcess[] = []

beforeAll(async () => {
  server = await startTrialServer()
  seeds = await openInProcessDesk(urlsOf(server.appUrl, server.ownerUrl))
  ours = await seeds.newTenant('ours')
  theirs = await seeds.newTenant('theirs')
  web = await startDeskProcess({ ...server.env, ROLE: 'web' })
})
afterAll(async () => {
  for (const one of frozen) await one.kill()
  await web?.kill()
  await seeds?.stop()
  await server?.stop()
})

const call = (tenant: MadeTenant, path: string, body: object, idempotencyKey = randomUUID()) =>
  fetch(`${web.url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${tenant.apiKey}`,
      'content-type': 'application/json',
      'idempotency-key': idempotencyKey,
    },
    body: JSON.stringify(body),
  })
const fileTicket = (tenant: MadeTenant) => call(tenant, '/tickets', { subject: 'A ticket', body: 'Help!' })

/** Sends the same command until it is taken, as clients do. */
function taken([path, body]: [string, object]): Promise<true> {
  const key = randomUUID()
  return until('a command that is taken', async () => {
    const answer = await call(ours, path, body, key)
    return answer.status === 201 || (answer.status === 503 ? false : Promise.reject(await answer.text()))
  })
}

/** A process that stands still in the middle of a command, and the last statement that the server has of it. */
async function freeze(where: string, ticketId: string, { isForEver = false } = {}) {
  const args = [where, ours.tenantId, ticketId, String(isForEver)]
  const one = spawnScript('test/faults/freeze-process.ts', args, server.env)
  frozen.push(one)
  await until('a process that stands still', () => isStopped(one.pid))
  const held = await until('a transaction held', async () => (await heldNow())[0])
  return { ...one, pid: one.pid, held }
}

/** The transactions that the server holds for processes that stand still. */
const heldNow = () =>
  ask<{ pid: number; query: string }>(
    server.superuserUrl,
    `SELECT pid, query FROM pg_stat_activity WHERE application_name = 'docket-frozen' AND state = 'idle in transaction'`,
  )

/** Whether a session of the desk waits for a lock of this one. */
const waitsFor = async (pid: number) =>
  (
    await ask(
      server.superuserUrl,
      `SELECT FROM pg_stat_activity WHERE application_name = 'docket-web' AND $1 = ANY(pg_blocking_pids(pid))`,
      [pid],
    )
  ).length > 0

const newTicket = async () => ((await (await fileTicket(ours)).json()) as { id: string }).id

/** With the ticket's row locked a reply waits; with all sent but COMMIT each command of the tenant does, for the counter. */
const WHERE: { where: string; lastStatement: RegExp; blocked: (ticketId: string) => [string, object] }[] = [
  {
    where: 'command',
    lastStatement: /FROM app\.ticket .* FOR NO KEY UPDATE/,
    blocked: (ticketId) => [`/tickets/${ticketId}/replies`, { body: 'A reply.' }],
  },
  {
    where: 'flush',
    lastStatement: /INSERT INTO app\.event/,
    blocked: () => ['/tickets', { subject: 'Another ticket', body: 'Help!' }],
  },
]

describe('a process that stands still in the middle of a command', () => {
  it.each(WHERE)(
    '(in its $where) stops its tenant for five seconds at most, and writes nothing',
    async ({ where, lastStatement, blocked }) => {
      const ticketId = await newTicket()
      const one = await freeze(where, ticketId)
      expect(one.held.query).toMatch(lastStatement)
      await taken(blocked(ticketId))
      // It stands there still: the server has ended its transaction, by the limit that its session really had.
      expect(isStopped(one.pid)).toBe(true)
      expect(await heldNow()).toEqual([])
      const limitMs = Number(/idle limit: (\d+) ms/.exec(one.output())?.[1])
      expect(limitMs).toBeGreaterThan(2_000)
      expect(limitMs).toBeLessThan(FROZEN_MS_MAX)
      expect(server.log()).toMatch(new RegExp(`\\[${one.held.pid}\\].*FATAL:.*idle-in-transaction timeout`))
      one.signal('SIGCONT')
      await one.ended
      expect(one.output()).toContain('the command failed and may be tried again')
      expect(await leftOf(ticketId)).toEqual(NOTHING)
    },
  )

  it.each(WHERE)(
    '(in its $where) stops no other tenant, however long it stands',
    async ({ where, blocked }) => {
      const ticketId = await newTicket()
      const one = await freeze(where, ticketId, { isForEver: true })
      // It does hold its own tenant: else this test would show nothing.
      const waiting = taken(blocked(ticketId))
      await until('a command that waits for it', () => waitsFor(one.held.pid))
      for (let i = 0; i < OTHERS; i += 1) expect((await fileTicket(theirs)).status).toBe(201)
      expect(await heldNow()).toMatchObject([{ pid: one.held.pid }])
      await one.kill()
      expect(await waiting).toBe(true)
      expect(await leftOf(ticketId)).toEqual(NOTHING)
    },
  )
})

const NOTHING = { frozen: 0, facts: 0, holes: 0 }

const leftOf = async (ticketId: string) => (await ask(server.superuserUrl, WHAT_IT_LEFT, [ticketId]))[0]

const WHAT_IT_LEFT = `SELECT (SELECT count(*) FROM app.ticket WHERE subject = 'frozen')::int AS frozen,
  (SELECT count(*) FROM app.event WHERE ticket_id = $1 AND type = 'ticket.updated')::int AS facts,
  (SELECT count(*) FROM app.tenant_counter c
    WHERE c.last_seq <> (SELECT count(*) FROM app.event e WHERE e.tenant_id = c.tenant_id))::int AS holes`
