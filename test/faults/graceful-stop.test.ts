import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type DeskProcess, startDeskProcess } from './desk-process.ts'
import { brokenPromises, untilSettled } from './ledger.ts'
import { setUpTrialDesk, startLoad } from './ticket-load.ts'
import { ask, startTrialServer, type TrialServer } from './trial-server.ts'
import { until } from './until.ts'

const UNDER_WAY = 6
/** No timer of 10 s or more fires, the one that would cut a long stop off neither: a stop that needs one never ends. */
const SHORT_TIMERS = `--import=${pathToFileURL(join(import.meta.dirname, 'short-timers-process.ts'))}`

let server: TrialServer
let desk: DeskProcess

beforeEach(async () => {
  server = await startTrialServer()
  desk = await startDeskProcess({ ...server.env, ROLE: 'all', NODE_OPTIONS: SHORT_TIMERS })
})
afterEach(async () => {
  await desk?.kill()
  await server?.stop()
})

const file = (apiKey: string, subject: string) =>
  fetch(`${desk.url}/api/v1/tickets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ subject, body: 'Help!' }),
  })

it('a desk told to stop answers what is under way, takes nothing new, and ends with code 0', async () => {
  const { apiKey, tenantId } = await setUpTrialDesk(desk.url)
  const blocker = new pg.Client({ connectionString: server.superuserUrl })
  await blocker.connect()
  await blocker.query('BEGIN')
  await blocker.query('SELECT 1 FROM app.tenant_counter WHERE tenant_id = $1 FOR UPDATE', [tenantId])
  const underWay = Array.from({ length: UNDER_WAY }, (_, i) => file(apiKey, `under way ${i}`))
  await until('requests that wait for the counter', async () => {
    const [row] = await ask<{ count: number }>(
      server.superuserUrl,
      `SELECT count(*)::int AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'docket-all'`,
    )
    return row?.count === UNDER_WAY
  })
  desk.signal('SIGTERM')
  await until('the desk to say that it stops', () => desk.output().includes('stopping'))
  const late = await file(apiKey, 'too late').then(
    (answer) => answer.status,
    () => 'no connection',
  )
  await blocker.query('COMMIT')
  await blocker.end()
  const statuses = await Promise.all(underWay.map(async (one) => (await one).status))
  const ending = await desk.ended
  expect(statuses).toEqual(Array.from({ length: UNDER_WAY }, () => 201))
  expect([503, 'no connection']).toContain(late)
  expect(ending).toEqual({ code: 0, signal: null })
  const left = await ask(
    server.superuserUrl,
    `SELECT subject FROM app.ticket WHERE subject LIKE 'under way%'`,
  )
  expect(left).toHaveLength(UNDER_WAY)
})

it('a desk told to stop under load hands back its jobs, and the next one goes on from there', async () => {
  const { apiKey } = await setUpTrialDesk(desk.url)
  const load = startLoad(() => desk.url, apiKey, { atOnce: 4 })
  await until('answers', () => load.acknowledged.mails.size >= 15)
  desk.signal('SIGTERM')
  expect(await desk.ended).toEqual({ code: 0, signal: null })
  // The next one goes on right away: no lock or lease of the dead has to run out first, and nothing failed to be tried later.
  const [left] = await ask(
    server.superuserUrl,
    `SELECT (SELECT count(*) FROM graphile_worker.jobs WHERE locked_by IS NOT NULL)::int AS locked,
      (SELECT count(*) FROM app.worker_heartbeat)::int AS beating,
      (SELECT count(*) FROM app.inbound WHERE state IN ('PROCESSING', 'RETRY'))::int AS leased,
      (SELECT count(*) FROM app.reader_attempt)::int AS tried,
      (SELECT count(*) FROM graphile_worker.jobs WHERE last_error IS NOT NULL)::int AS failed`,
  )
  expect(left).toEqual({ locked: 0, beating: 0, leased: 0, tried: 0, failed: 0 })
  desk = await startDeskProcess({ ...server.env, ROLE: 'all' })
  expect(await load.finish()).toEqual([])
  await untilSettled(server.superuserUrl)
  expect(await brokenPromises(server.superuserUrl, load.acknowledged)).toEqual([])
})
