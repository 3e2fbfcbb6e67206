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

/** The database ends a transaction that stands still after 4.5 s; measured: 4,457 to 4,504 ms in ten runs. */
const FROZEN_MS_MAX = 5_000

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

/** Sends the same command until it is taken, as clients do, and answers how long that took. */
async function takenAfterMs(path: string, body: object): Promise<number> {
  const began = performance.now()
  const key = randomUUID()
  await until('a command that is taken', 20_000, async () => {
    const answer = await call(ours, path, body, key)
    return answer.status === 201 || (answer.status === 503 ? false : Promise.reject(await answer.text()))
  })
  return performance.now() - began
}

/** The last statement that the server has of the process, once it waits for another. */
async function heldAt(): Promise<string | false> {
  const [row] = await ask<{ query: string }>(
    server.superuserUrl,
    `SELECT query FROM pg_stat_activity WHERE application_name = 'docket-frozen' AND state = 'idle in transaction'`,
  )
  return row?.query ?? false
}

/** Files tickets of the other tenant until told to stop; `seen` says how many, and how long the slowest took. */
function watchOthers() {
  let watching = true
  const watch = async () => {
    let slowestMs = 0
    let count = 0
    while (watching) {
      const began = performance.now()
      expect((await fileTicket(theirs)).status).toBe(201)
      slowestMs = Math.max(slowestMs, performance.now() - began)
      count += 1
    }
    return { count, slowestMs }
  }
  return {
    seen: watch(),
    stop() {
      watching = false
    },
  }
}

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
    '(in its $where) stops its tenant for five seconds at most, no other, and writes nothing',
    async ({ where, lastStatement, blocked }) => {
      const ticket = (await (await fileTicket(ours)).json()) as { id: string }
      const one = spawnScript('test/faults/freeze-process.ts', [where, ours.tenantId, ticket.id], server.env)
      frozen.push(one)
      await until('a process that stands still', 20_000, () => isStopped(one.pid))
      expect(await until('a transaction held', 2_000, heldAt)).toMatch(lastStatement)
      const others = watchOthers()
      const waitedMs = await takenAfterMs(...blocked(ticket.id)).finally(others.stop)
      const { count, slowestMs } = await others.seen
      // It did hold the tenant: else this test would show nothing.
      expect(waitedMs).toBeGreaterThan(2_000)
      expect(waitedMs).toBeLessThan(FROZEN_MS_MAX)
      expect(count).toBeGreaterThan(20)
      expect(slowestMs).toBeLessThan(2_000)
      one.signal('SIGCONT')
      await one.ended
      expect(one.output()).toContain('the command failed and may be tried again')
      const [left] = await ask<{ frozen: number; facts: number; holes: number }>(
        server.superuserUrl,
        WHAT_IT_LEFT,
        [ticket.id],
      )
      expect(left).toEqual({ frozen: 0, facts: 0, holes: 0 })
    },
    60_000,
  )
})

const WHAT_IT_LEFT = `SELECT (SELECT count(*) FROM app.ticket WHERE subject = 'frozen')::int AS frozen,
  (SELECT count(*) FROM app.event WHERE ticket_id = $1 AND type = 'ticket.updated')::int AS facts,
  (SELECT count(*) FROM app.tenant_counter c
    WHERE c.last_seq <> (SELECT count(*) FROM app.event e WHERE e.tenant_id = c.tenant_id))::int AS holes`
