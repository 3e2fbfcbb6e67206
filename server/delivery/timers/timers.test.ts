import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fileTicket } from '../../../test/harness/cast.ts'
import { type Desk, type SetUp, startDesk } from '../../../test/harness/index.ts'
import { type Database, withClient, write } from '../../platform/db/index.ts'
import { closeResolvedJob } from './close-resolved-job.ts'
import { sweepTimers } from './sweep.ts'

const SECOND_MS = 1000
const HOUR_MS = 3600 * SECOND_MS
const WEEK_MS = 7 * 24 * HOUR_MS

let desk: Desk
let owner: SetUp
let requesterKey: string

beforeAll(async () => {
  desk = await startDesk()
  owner = await desk.setup()
  const person = await post('/people', { name: 'Rita', email: 'rita@example.org', role: 'EMPLOYEE' })
  const scopes = ['tickets:read', 'tickets:write']
  requesterKey = (await post('/api-keys', { name: 'Rita', scopes, personId: person.id })).apiKey
})
afterAll(() => desk.stop())
beforeEach(async () => {
  await desk.settle()
  await queue('DELETE FROM graphile_worker._private_jobs')
})

const post = async (path: string, body: unknown, key = owner.apiKey) => {
  const answer = await desk.request('POST', `/api/v1${path}`, { key, body })
  if (answer.status > 201) throw new Error(`${path} answered ${answer.status}: ${answer.text}`)
  return answer.body
}
const ticketOf = async (id: string) =>
  (await desk.request('GET', `/api/v1/tickets/${id}`, { key: owner.apiKey })).body
const statusOf = async (id: string) => (await ticketOf(id)).status as string
const closings = async (id: string) => {
  const events = await desk.request('GET', `/api/v1/tickets/${id}/events`, { key: owner.apiKey })
  return events.body.items.filter((event: { changes: { to: unknown }[] }) =>
    event.changes.some((change) => change.to === 'CLOSED'),
  )
}
const resolved = async (): Promise<{ id: string; resolvedAt: string }> => {
  const { id } = await fileTicket(desk, requesterKey)
  await resolve(id)
  return { id, resolvedAt: (await ticketOf(id)).resolvedAt }
}
const resolve = (id: string) => post(`/tickets/${id}/transition`, { status: 'RESOLVED' })
const reply = (id: string) => post(`/tickets/${id}/replies`, { body: 'It still burns.' }, requesterKey)

/** Moves the desk's clock to an instant; the database's real clock goes on underneath, so to just before it. */
const moveClockTo = (instant: string, byMs: number) => {
  desk.moveClock(Date.parse(instant) + byMs - (Date.now() + desk.db.clockOffsetMs))
}
const queue = (text: string, values: unknown[] = []) =>
  withClient(desk.database.urls.jobs, async (client) => (await client.query(text, values)).rows)
const jobs = () => queue('SELECT key, run_at FROM graphile_worker.jobs WHERE locked_at IS NULL ORDER BY id')
const scope = () => ({ tenantId: owner.tenantId, actorId: null })
const sweep = async () => (await write(desk.db, scope(), sweepTimers)).result
const setHours = (hours: number) =>
  withClient(desk.database.admin, (client) =>
    client.query('UPDATE app.tenant_setting SET auto_close_after_hours = $1', [hours]),
  )
const runJob = (db: Database, data: { ticketId: string; resolvedAt: string }) =>
  closeResolvedJob(db)({ tenantId: owner.tenantId, data, attempt: 1, lastAttempt: false })

describe('a resolved ticket', () => {
  it('L1: closes after seven times 24 hours, by the system, and not a moment before', async () => {
    const { id, resolvedAt } = await resolved()
    await desk.settle()
    const [job] = await jobs()
    expect(job.run_at.getTime()).toBe(Date.parse(resolvedAt) + WEEK_MS)
    moveClockTo(resolvedAt, WEEK_MS - 60 * SECOND_MS)
    await desk.settle()
    expect(await statusOf(id)).toBe('RESOLVED')
    moveClockTo(resolvedAt, WEEK_MS)
    await desk.settle()
    const ticket = await ticketOf(id)
    expect(ticket.status).toBe('CLOSED')
    expect(Date.parse(ticket.closedAt)).toBeGreaterThanOrEqual(Date.parse(resolvedAt) + WEEK_MS)
    expect(await closings(id)).toMatchObject([{ actor: { type: 'system' } }])
    expect(await jobs()).toEqual([])
  })

  it('L2: reopened by a reply a second before is left alone by its closing', async () => {
    const { id, resolvedAt } = await resolved()
    await desk.settle()
    moveClockTo(resolvedAt, WEEK_MS - SECOND_MS)
    await reply(id)
    // The closing runs before the reader has taken it back.
    await runJob(desk.db, { ticketId: id, resolvedAt })
    moveClockTo(resolvedAt, WEEK_MS)
    await runJob(desk.db, { ticketId: id, resolvedAt })
    await desk.settle()
    expect(await statusOf(id)).toBe('REOPENED')
    expect(await jobs()).toEqual([])
  })

  it('L3: resolved again closes a week after the second time', async () => {
    const first = await resolved()
    await desk.settle()
    moveClockTo(first.resolvedAt, WEEK_MS - SECOND_MS)
    await reply(first.id)
    moveClockTo(first.resolvedAt, WEEK_MS + 18 * HOUR_MS)
    await resolve(first.id)
    const second = await ticketOf(first.id)
    expect(Date.parse(second.resolvedAt)).toBeGreaterThan(Date.parse(first.resolvedAt) + WEEK_MS)
    await desk.settle()
    await runJob(desk.db, { ticketId: first.id, resolvedAt: first.resolvedAt })
    expect(await statusOf(first.id)).toBe('RESOLVED')
    moveClockTo(second.resolvedAt, WEEK_MS - 60 * SECOND_MS)
    await desk.settle()
    expect(await statusOf(first.id)).toBe('RESOLVED')
    moveClockTo(second.resolvedAt, WEEK_MS)
    await desk.settle()
    expect(await statusOf(first.id)).toBe('CLOSED')
    expect(await closings(first.id)).toHaveLength(1)
  })

  it('resolved, reopened and resolved within one batch of the reader has one closing, for the last time', async () => {
    const { id } = await resolved()
    await reply(id)
    await resolve(id)
    const { resolvedAt } = await ticketOf(id)
    await desk.settle()
    const due = new Date(Date.parse(resolvedAt) + WEEK_MS)
    expect(await jobs()).toEqual([{ key: `${owner.tenantId}:close:${id}`, run_at: due }])
    moveClockTo(resolvedAt, WEEK_MS)
    await desk.settle()
    expect(await closings(id)).toHaveLength(1)
  })
})

describe('a closing', () => {
  it('that was lost is found by the sweep a minute late, and made up for once', async () => {
    const { id, resolvedAt } = await resolved()
    await desk.settle()
    await queue('DELETE FROM graphile_worker._private_jobs')
    moveClockTo(resolvedAt, WEEK_MS)
    expect(await sweep()).toBe(0)
    moveClockTo(resolvedAt, WEEK_MS + 61 * SECOND_MS)
    expect(await sweep()).toBe(1)
    await desk.settle()
    expect(await statusOf(id)).toBe('CLOSED')
    expect(await sweep()).toBe(0)
    expect(await closings(id)).toHaveLength(1)
  })

  it('that came twice, or late after another did it, closes once', async () => {
    const { id, resolvedAt } = await resolved()
    await desk.settle()
    moveClockTo(resolvedAt, WEEK_MS)
    const data = { ticketId: id, resolvedAt }
    await Promise.all([runJob(desk.db, data), runJob(desk.db, data), runJob(desk.db, data)])
    await desk.settle()
    await runJob(desk.db, data)
    expect(await statusOf(id)).toBe('CLOSED')
    expect(await closings(id)).toHaveLength(1)
  })

  it('puts itself off when the time of its tenant was raised, and comes early to none when it was lowered', async () => {
    const { id, resolvedAt } = await resolved()
    await desk.settle()
    await setHours(240)
    try {
      moveClockTo(resolvedAt, WEEK_MS)
      await desk.settle()
      expect(await statusOf(id)).toBe('RESOLVED')
      const due = new Date(Date.parse(resolvedAt) + 240 * HOUR_MS)
      expect(await jobs()).toEqual([{ key: `${owner.tenantId}:close:${id}`, run_at: due }])
      moveClockTo(resolvedAt, 240 * HOUR_MS)
      await desk.settle()
      expect(await statusOf(id)).toBe('CLOSED')
    } finally {
      await setHours(168)
    }
  })

  it('counts elapsed hours: a change of summer time moves nothing', async () => {
    // Two days before Europe and five after North America change their clocks.
    moveClockTo('2031-03-27T15:00:00.000Z', 0)
    const { id, resolvedAt } = await resolved()
    await desk.settle()
    const [job] = await jobs()
    expect(job.run_at.getTime() - Date.parse(resolvedAt)).toBe(WEEK_MS)
    moveClockTo(resolvedAt, WEEK_MS)
    await desk.settle()
    expect(await statusOf(id)).toBe('CLOSED')
  })

  it('of a ticket that is gone does nothing', async () => {
    const resolvedAt = new Date().toISOString()
    await runJob(desk.db, { ticketId: '01999999-9999-7999-8999-999999999999', resolvedAt })
    expect(await jobs()).toEqual([])
  })
})

describe('the closings of a sample desk', () => {
  it('are not hurried, however soon the tenant closes, and go with it', async () => {
    await setHours(1)
    const call = (method: string) => desk.request(method, '/api/v1/sample-desk', { key: owner.apiKey })
    expect((await call('POST')).status).toBe(201)
    const loadedAt = Date.now() + desk.db.clockOffsetMs
    await desk.settle()
    const query = '/api/v1/tickets?status=RESOLVED&limit=100'
    const { items } = (await desk.request('GET', query, { key: owner.apiKey })).body
    const waiting = await jobs()
    expect(items.length).toBeGreaterThan(3)
    expect(waiting).toHaveLength(items.length)
    for (const { run_at } of waiting) expect(Date.parse(run_at)).toBeGreaterThan(loadedAt + 30 * SECOND_MS)
    expect((await call('DELETE')).status).toBe(200)
    await desk.settle()
    expect(await jobs()).toEqual([])
    await setHours(168)
  })
})
