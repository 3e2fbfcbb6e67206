import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cast, castOf } from '../../../../test/harness/cast.ts'
import { type Desk, type SetUp, startDesk } from '../../../../test/harness/index.ts'
import { read, sql, write } from '../../../platform/db/index.ts'
import { refusedAddress } from './mailbox-address.ts'

let desk: Desk
let owner: SetUp
let cast: Cast
beforeAll(async () => {
  desk = await startDesk()
  owner = await desk.setup()
  cast = await castOf(desk, owner)
})
afterAll(() => desk.stop())

const call = (
  method: string,
  path: string,
  body?: unknown,
  more: { key?: string; headers?: Record<string, string> } = {},
) =>
  desk.request(method, `/api/v1/mailboxes${path}`, {
    key: more.key ?? owner.apiKey,
    ...(body === undefined ? {} : { body }),
    headers: more.headers ?? {},
  })
let count = 0
async function mailbox(body: Record<string, unknown> = {}) {
  count += 1
  const answer = await call('POST', '', {
    address: `desk${count}@acme.example`,
    teamId: owner.teamId,
    ...body,
  })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
const patch = (box: { id: string; version: number }, body: unknown, key?: string) =>
  call('PATCH', `/${box.id}`, body, {
    headers: { 'if-match': `"v${box.version}"` },
    ...(key === undefined ? {} : { key }),
  })
const items = async () =>
  (await call('GET', '')).body.items as { id: string; isDefault: boolean; address: string }[]

describe('an address', () => {
  test.each([
    'no-reply@acme.example',
    'noreply@acme.example',
    'postmaster@acme.example',
    'admin@acme.example',
    'abuse@acme.example',
    'hostmaster@acme.example',
    'webmaster@acme.example',
    'bounce@acme.example',
    'sup+port@acme.example',
    `${'x'.repeat(34)}@acme.example`,
    'two..dots@acme.example',
    'h\u00e4lp@acme.example',
    'help@acme..example',
    'help@-acme.example',
  ])('%s is refused with what is wrong', async (address) => {
    const answer = await call('POST', '', { address, teamId: owner.teamId })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ code: 'contract-violation', errors: [{ path: '/address' }] })
  })

  test('of 33 characters before the @ is taken, and kept in lower case', async () => {
    const local = 'X'.repeat(33)
    expect(await mailbox({ address: `${local}@Acme.Example` })).toMatchObject({
      address: `${local.toLowerCase()}@acme.example`,
    })
    expect(refusedAddress('support@example.localhost')).toBeUndefined()
  })

  test('is one mailbox in the whole installation', async () => {
    const { address } = await mailbox()
    const again = { address: address.toUpperCase(), teamId: owner.teamId }
    expect(await call('POST', '', again)).toMatchObject({ status: 409, body: { code: 'already-exists' } })
    const { apiKey: key, teamId } = cast.otherTenant
    expect(await call('POST', '', { address, teamId }, { key })).toMatchObject({
      status: 409,
      body: { code: 'already-exists' },
    })
  })

  test('that two ask for at the same moment goes to one', async () => {
    const body = { address: 'race@acme.example', teamId: owner.teamId }
    const answers = await Promise.all([1, 2, 3].map(() => call('POST', '', body)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
  })
})

describe('a mailbox', () => {
  test('receives for its team as soon as it is there', async () => {
    const { id, address } = await mailbox({ teamId: cast.otherTeamId, displayName: 'Sales', verified: true })
    const raw = { type: 'message/rfc822', bytes: 'From: rita@example.com\r\nSubject: Hi\r\n\r\nHello' }
    const query = `?mailbox=${encodeURIComponent(address)}`
    const kept = await desk.request('POST', `/api/v1/inbound/raw${query}`, { key: owner.apiKey, raw })
    await desk.settle()
    const { body } = await desk.request('GET', `/api/v1/inbound/${kept.body.id}`, { key: owner.apiKey })
    expect(body).toMatchObject({ state: 'TICKET_CREATED', mailboxId: id })
    const ticket = await desk.request('GET', `/api/v1/tickets/${body.ticketId}`, { key: owner.apiKey })
    expect(ticket.body.teamId).toBe(cast.otherTeamId)
  })

  test('is changed field by field, with a fact that says what; nothing changed is no fact', async () => {
    const box = await mailbox()
    const change = {
      displayName: 'IT help',
      acceptAutomated: true,
      ownLists: ['it.acme.example'],
      verified: true,
    }
    const answer = await patch(box, change)
    expect(answer.body).toMatchObject({ ...change, version: 2, address: box.address })
    expect(answer.headers.etag).toBe('"v2"')
    expect((await patch(answer.body, change)).body.version).toBe(2)
    const facts = await read(desk.db, { tenantId: owner.tenantId, actorId: null }, (tx) =>
      tx.rows<{
        changes: { field: string }[]
      }>(sql`SELECT changes FROM app.event WHERE tenant_id = ${tx.tenantId}
        AND type = 'admin.mailbox_updated' AND refs ->> 'mailboxId' = ${box.id}`),
    )
    expect(facts.map(({ changes }) => changes.map(({ field }) => field))).toEqual([
      ['displayName', 'acceptAutomated', 'ownLists', 'verified'],
    ])
    expect((await patch(answer.body, { displayName: null })).body.displayName).toBeNull()
  })

  test('becomes the default instead of the one that was; none can simply stop being it', async () => {
    const box = await mailbox()
    const made = await patch(box, { isDefault: true })
    expect((await items()).filter((one) => one.isDefault).map(({ id }) => id)).toEqual([box.id])
    expect(await patch(made.body, { isDefault: false })).toMatchObject({
      status: 409,
      body: { code: 'precondition-failed' },
    })
    const next = await mailbox({ isDefault: true })
    expect((await items()).filter((one) => one.isDefault).map(({ id }) => id)).toEqual([next.id])
  })

  test('of many that become the default at the same moment one is', async () => {
    const boxes = [await mailbox(), await mailbox(), await mailbox()]
    const answers = await Promise.all([
      ...boxes.map((box) => patch(box, { isDefault: true })),
      call('POST', '', { address: 'fresh@acme.example', teamId: owner.teamId, isDefault: true }),
    ])
    expect(answers.every(({ status }) => status < 300)).toBe(true)
    expect((await items()).filter((one) => one.isDefault)).toHaveLength(1)
  })

  test('changed by several from one version is changed by one of them', async () => {
    const box = await mailbox()
    const names = ['one', 'two', 'three', 'four']
    const answers = await Promise.all(names.map((displayName) => patch(box, { displayName })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412])
  })

  test('that was paused sends again when an owner says so, or when being verified is all it lacked', async () => {
    const pause = (id: string, reason: string) =>
      write(desk.db, { tenantId: owner.tenantId, actorId: null }, (tx) =>
        tx.rows(
          sql`UPDATE app.mailbox SET paused_at = app.now(), pause_reason = ${reason} WHERE tenant_id = ${tx.tenantId} AND id = ${id}`,
        ),
      )
    const box = await mailbox()
    await pause(box.id, 'AUTHENTICATION')
    const still = await patch(box, { verified: true })
    expect(still.body).toMatchObject({ pauseReason: 'AUTHENTICATION', pausedAt: expect.any(String) })
    expect((await patch(still.body, { paused: false })).body).toMatchObject({
      pausedAt: null,
      pauseReason: null,
    })
    const other = await mailbox()
    await pause(other.id, 'UNVERIFIED')
    expect((await patch(other, { verified: true })).body).toMatchObject({ pausedAt: null, verified: true })
    expect((await patch(await mailbox(), { paused: true })).status).toBe(422)
  })

  test('is changed at the version that was read', async () => {
    const box = await mailbox()
    expect((await call('PATCH', `/${box.id}`, { verified: true })).status).toBe(428)
    expect((await patch({ ...box, version: 7 }, { verified: true })).status).toBe(412)
  })

  test('is for owners, of its organisation', async () => {
    const box = await mailbox()
    for (const key of [cast.agent.key, cast.lead.key, cast.requester.key]) {
      expect((await call('GET', '', undefined, { key })).status).toBe(403)
      expect((await call('POST', '', { address: 'a@b.example', teamId: owner.teamId }, { key })).status).toBe(
        403,
      )
      expect((await patch(box, { verified: true }, key)).status).toBe(403)
    }
    expect((await desk.request('GET', '/api/v1/mailboxes')).status).toBe(401)
    const { apiKey, teamId } = cast.otherTenant
    expect((await patch(box, { verified: true }, apiKey)).status).toBe(404)
    expect((await patch(box, { teamId })).status).toBe(404)
    expect((await call('POST', '', { address: 'c@d.example', teamId })).status).toBe(404)
    expect((await call('GET', '', undefined, { key: apiKey })).body.items).toEqual([])
  })

  test('is listed in pages, oldest first', async () => {
    const all = (await call('GET', '?limit=100')).body.items
    const first = (await call('GET', '?limit=2')).body
    const second = (await call('GET', `?limit=100&cursor=${first.nextCursor}`)).body
    expect([...first.items, ...second.items]).toEqual(all)
    expect(second.nextCursor).toBeNull()
  })
})
