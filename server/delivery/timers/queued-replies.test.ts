import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Cast, castOf, fileTicket } from '../../../test/harness/cast.ts'
import { type Desk, type SetUp, startDesk } from '../../../test/harness/index.ts'
import { withClient, write } from '../../platform/db/index.ts'
import { SEND_QUEUED } from './queued-reply-jobs.ts'
import { sweepTimers } from './sweep.ts'

let desk: Desk
let owner: SetUp
let cast: Cast
let ticket: { id: string }

beforeAll(async () => {
  desk = await startDesk()
  owner = await desk.setup()
  cast = await castOf(desk, owner)
})
afterAll(() => desk.stop())
beforeEach(async () => {
  await desk.settle()
  await queue('DELETE FROM graphile_worker._private_jobs')
  ticket = await fileTicket(desk, cast.requester.key)
})

const call = (method: string, path: string, key: string, body?: unknown) =>
  desk.request(method, `/api/v1${path}`, { key, ...(body === undefined ? {} : { body }) })
const held = async (over: object, key = cast.agent.key) => {
  const body = { body: 'Try again now', ...over }
  const answer = await call('POST', `/tickets/${ticket.id}/replies`, key, body)
  if (answer.status !== 202) throw new Error(`holding answered ${answer.status}: ${answer.text}`)
  return answer.body.queued as { id: string; sendAt: string; createdAt: string }
}
const answered = async () => {
  const { body } = await call('GET', `/tickets/${ticket.id}/messages?limit=100`, owner.apiKey)
  return body.items.slice(1).map((message: { body: string }) => message.body)
}
const stateOf = async (id: string) =>
  (await call('GET', `/queued-replies/${id}`, owner.apiKey)).body.queued as { state: string; reason: string }
const takeBack = (id: string) => call('POST', `/queued-replies/${id}/take-back`, cast.agent.key)
const draft = async () => (await call('GET', `/tickets/${ticket.id}/drafts`, cast.agent.key)).body.reply
const queue = (text: string, values: unknown[] = []) =>
  withClient(desk.database.urls.jobs, async (client) => (await client.query(text, values)).rows)
const jobs = () => queue('SELECT key, run_at FROM graphile_worker.jobs ORDER BY id')
const sweep = async () =>
  (await write(desk.db, { tenantId: owner.tenantId, actorId: null }, sweepTimers)).result
const runJob = (queuedReplyId: string) => {
  const handler = desk.app.handlers.timely[SEND_QUEUED]
  if (handler === undefined) throw new Error('no handler')
  const job = { data: { queuedReplyId }, attempt: 1, lastAttempt: false }
  return handler({ tenantId: owner.tenantId, ...job })
}
/** Moves the desk's clock to an instant; the database's real clock goes on underneath. */
const moveClockTo = (instant: string, byMs = 0) =>
  desk.moveClock(Date.parse(instant) + byMs - (Date.now() + desk.db.clockOffsetMs))
const inFuture = (ms: number) => new Date(Date.now() + desk.db.clockOffsetMs + ms).toISOString()
const DAY_MS = 24 * 3600_000

describe('a held reply', () => {
  it.each([10, 60])('of %i seconds is sent when they are over, and not a moment before', async (seconds) => {
    const { id, sendAt, createdAt } = await held({ delaySeconds: seconds })
    expect(Date.parse(sendAt) - Date.parse(createdAt)).toBe(seconds * 1000)
    await desk.settle()
    expect(await jobs()).toEqual([{ key: `${owner.tenantId}:reply:${id}`, run_at: new Date(sendAt) }])
    moveClockTo(sendAt, -2000)
    await runJob(id)
    await desk.settle()
    expect(await answered()).toEqual([])
    moveClockTo(sendAt)
    await desk.settle()
    expect(await answered()).toEqual(['Try again now'])
    expect(await stateOf(id)).toMatchObject({ state: 'SENT' })
    expect(await jobs()).toEqual([])
  })

  it('whose job came early is put off to its instant', async () => {
    const { id, sendAt } = await held({ sendAt: inFuture(DAY_MS) })
    await desk.settle()
    await queue('DELETE FROM graphile_worker._private_jobs')
    await runJob(id)
    expect(await answered()).toEqual([])
    expect(await jobs()).toEqual([{ key: `${owner.tenantId}:reply:${id}`, run_at: new Date(sendAt) }])
    await takeBack(id)
  })

  it('of 0 seconds is sent at once', async () => {
    const body = { body: 'Now', delaySeconds: 0 }
    expect((await call('POST', `/tickets/${ticket.id}/replies`, cast.agent.key, body)).status).toBe(201)
    expect(await answered()).toEqual(['Now'])
  })

  it('whose job comes twice, late or again is sent once', async () => {
    const { id, sendAt } = await held({ delaySeconds: 10 })
    moveClockTo(sendAt, DAY_MS)
    await Promise.all([runJob(id), runJob(id), runJob(id)])
    await desk.settle()
    await runJob(id)
    expect(await answered()).toEqual(['Try again now'])
  })

  it('that is taken back loses its job, in whichever batch', async () => {
    const apart = await held({ delaySeconds: 10 })
    await desk.settle()
    await takeBack(apart.id)
    const together = await held({ delaySeconds: 10 })
    await takeBack(together.id)
    await desk.settle()
    expect(await jobs()).toEqual([])
  })

  it('whose job was lost is found by the sweep a minute late, and made up for once', async () => {
    const { sendAt } = await held({ delaySeconds: 10 })
    await desk.settle()
    await queue('DELETE FROM graphile_worker._private_jobs')
    moveClockTo(sendAt, 30_000)
    expect(await sweep()).toBe(0)
    moveClockTo(sendAt, 61_000)
    expect(await sweep()).toBe(1)
    await desk.settle()
    expect(await answered()).toEqual(['Try again now'])
    expect(await sweep()).toBe(0)
  })

  it('taken back and due at the same instant goes one way or the other, never both', async () => {
    const seen = { sent: 0, back: 0 }
    for (let i = 0; i < 50; i += 1) {
      const body = `Race ${i}.`
      const { id, sendAt } = await held({ body, delaySeconds: 1 })
      moveClockTo(sendAt)
      const [job, answer] = i % 2 === 0 ? [runJob(id), takeBack(id)] : [undefined, takeBack(id)]
      const [{ status }] = await Promise.all([answer, job ?? runJob(id)])
      const isThere = (await answered()).includes(body)
      expect([status, isThere]).toEqual(isThere ? [409, true] : [200, false])
      expect((await stateOf(id)).state).toBe(isThere ? 'SENT' : 'TAKEN_BACK')
      seen[isThere ? 'sent' : 'back'] += 1
    }
    expect(seen.sent + seen.back).toBe(50)
  })

  it('is sent by a desk that was started anew after its hour', async () => {
    const { sendAt } = await held({ sendAt: inFuture(30 * DAY_MS) })
    await desk.settle()
    moveClockTo(sendAt, 3 * DAY_MS)
    expect(await answered()).toEqual([])
    await desk.settle()
    expect(await answered()).toEqual(['Try again now'])
  })
})

describe('a held reply that may not be sent any more', () => {
  const due = async (over: object, meanwhile: () => Promise<unknown>, key?: string) => {
    const { id, sendAt } = await held({ sendAt: inFuture(DAY_MS), status: 'RESOLVED', ...over }, key)
    await meanwhile()
    moveClockTo(sendAt)
    await desk.settle()
    return { id, ...(await stateOf(id)) }
  }
  const requesterWrites = () =>
    call('POST', `/tickets/${ticket.id}/replies`, cast.requester.key, { body: 'It still burns' })

  it('for a newer message is blocked, told, and its text is the draft again', async () => {
    const { id, state, reason } = await due({}, requesterWrites)
    expect([state, reason]).toEqual(['BLOCKED', 'newer-messages'])
    expect(await answered()).toEqual(['It still burns'])
    expect(await draft()).toMatchObject({ body: 'Try again now' })
    const { body } = await call('GET', `/tickets/${ticket.id}/events`, owner.apiKey)
    expect(body.items.at(-1)).toMatchObject({
      type: 'reply.blocked',
      visibility: 'INTERNAL',
      actor: { type: 'system' },
      refs: { queuedReplyId: id, reason: 'newer-messages' },
    })
    const listed = await call('GET', `/tickets/${ticket.id}/queued-replies`, owner.apiKey)
    expect(listed.body.items).toMatchObject([{ id, state: 'BLOCKED' }])
    expect((await takeBack(id)).body.state).toBe('TAKEN_BACK')
    expect(await draft()).toMatchObject({ body: 'Try again now', other: null })
  })

  it('is not one whose author wrote the newer message, nor one within its undo window', async () => {
    const first = await held({ sendAt: inFuture(DAY_MS), body: 'First' })
    const second = await held({ sendAt: inFuture(2 * DAY_MS), body: 'Second' })
    moveClockTo(first.sendAt)
    await desk.settle()
    moveClockTo(second.sendAt)
    await desk.settle()
    const undo = await held({ delaySeconds: 10, body: 'Third' })
    await requesterWrites()
    moveClockTo(undo.sendAt)
    await desk.settle()
    expect(await answered()).toEqual(['First', 'Second', 'It still burns', 'Third'])
  })

  it('for a closed ticket, or a move that is no more, is blocked', async () => {
    const closes = () =>
      call('POST', `/tickets/${ticket.id}/transition`, owner.apiKey, { status: 'CLOSED', reason: 'SPAM' })
    expect(await due({}, closes)).toMatchObject({ state: 'BLOCKED', reason: 'closed' })
    ticket = await fileTicket(desk, cast.requester.key)
    const resolves = () =>
      call('POST', `/tickets/${ticket.id}/transition`, owner.apiKey, { status: 'RESOLVED' })
    expect(await due({ status: 'TRIAGED' }, resolves)).toMatchObject({
      state: 'BLOCKED',
      reason: 'invalid-transition',
    })
  })

  it('for its author left the team, or the desk, or its key was revoked, is blocked', async () => {
    const keyOf = async (name: string) => {
      const email = `${name}@example.org`
      const person = { name, email, role: 'AGENT', teamIds: [owner.teamId] }
      const { body: made } = await call('POST', '/people', owner.apiKey, person)
      const scopes = ['tickets:read', 'tickets:write']
      const key = await call('POST', '/api-keys', owner.apiKey, { name, scopes, personId: made.id })
      return { personId: made.id, keyId: key.body.key?.id ?? key.body.id, key: key.body.apiKey }
    }
    const [one, two, three] = [await keyOf('ann'), await keyOf('ben'), await keyOf('cid')]
    const leaves = () => call('DELETE', `/teams/${owner.teamId}/members/${one.personId}`, owner.apiKey)
    expect(await due({}, leaves, one.key)).toMatchObject({ state: 'BLOCKED', reason: 'no-access' })
    // A former colleague who takes part in the ticket sees it, but no more answers for the team.
    const four = await keyOf('dan')
    const takesPart = async () => {
      await withClient(desk.database.admin, (client) =>
        client.query(
          'INSERT INTO app.participant (tenant_id, ticket_id, person_id, since_seq) VALUES ($1, $2, $3, 1)',
          [owner.tenantId, ticket.id, four.personId],
        ),
      )
      await call('DELETE', `/teams/${owner.teamId}/members/${four.personId}`, owner.apiKey)
    }
    expect(await due({}, takesPart, four.key)).toMatchObject({ state: 'BLOCKED', reason: 'no-access' })
    const deactivated = () =>
      desk.request('PATCH', `/api/v1/people/${two.personId}`, {
        key: owner.apiKey,
        body: { active: false },
        headers: { 'if-match': '"v1"' },
      })
    expect(await due({}, deactivated, two.key)).toMatchObject({ state: 'BLOCKED', reason: 'author-inactive' })
    const revoked = () => call('DELETE', `/api-keys/${three.keyId}`, owner.apiKey)
    expect(await due({}, revoked, three.key)).toMatchObject({ state: 'BLOCKED', reason: 'key-revoked' })
    expect(await answered()).toEqual([])
  })
})
