import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, type SetUp, startDesk } from '../../../test/harness/index.ts'
import { otherTenant } from '../../../test/harness/other-tenant.ts'
import { read, sql } from '../../platform/db/index.ts'
import { formatApiKey, parseApiKey } from './api-key-format.ts'
import { authenticate } from './authenticate.ts'
import { settleLastUses } from './last-use.ts'

let desk: Desk
let own: SetUp
beforeAll(async () => {
  desk = await startDesk()
  own = await desk.setup()
})
afterAll(async () => {
  await settleLastUses(desk.db)
  await desk.stop()
})

const facts = (headers: Record<string, string>) => ({ headers, requestId: 'r-1' })
const byKey = (key: string) => authenticate(desk.db, facts({ authorization: `Bearer ${key}` }))
const signedIn = async () => {
  const answer = await desk.request('POST', '/api/v1/session', {
    body: { email: own.email, password: own.password },
  })
  return { cookie: String(answer.headers['set-cookie']).split(';', 1)[0] ?? '', csrf: answer.body.csrfToken }
}
const parts = () => {
  const key = parseApiKey(own.apiKey)
  if (key === undefined) throw new Error('the key of set-up does not read')
  return key
}
/** How many statements went out, and how many before the first answer could be read. */
const statements = async (run: () => Promise<unknown>) => {
  const count = { all: 0, atOnce: 0 }
  desk.db.onStatement = () => {
    if (count.all === 0) setImmediate(() => Object.assign(count, { atOnce: count.all }))
    count.all += 1
  }
  try {
    await run()
  } finally {
    delete desk.db.onStatement
  }
  return count
}

test('a key stands for its owner, within its scopes', async () => {
  const actor = await byKey(own.apiKey)
  expect(actor).toMatchObject({
    tenantId: own.tenantId,
    personId: own.ownerId,
    role: 'OWNER',
    teams: [{ id: own.teamId, role: 'TEAM_ADMIN' }],
    byCookie: false,
    cause: { requestId: 'r-1' },
  })
  expect(actor?.principalId).toBe(actor?.keyId)
  expect(actor?.scopes).toContain('tickets:write')
})

test('a session stands for its person, with all that the role allows', async () => {
  const { cookie } = await signedIn()
  expect(await authenticate(desk.db, facts({ cookie }))).toMatchObject({
    tenantId: own.tenantId,
    personId: own.ownerId,
    principalId: own.ownerId,
    scopes: null,
    keyId: null,
    byCookie: true,
  })
})

test('a mistyped key costs no statement, a known tenant’s key four in one trip', async () => {
  await byKey(own.apiKey)
  await settleLastUses(desk.db)
  expect(await statements(() => byKey(`${own.apiKey.slice(0, -1)}!`))).toEqual({ all: 0, atOnce: 0 })
  expect(await statements(() => byKey(own.apiKey))).toEqual({ all: 4, atOnce: 4 })
})

test.each<[string, () => Record<string, string>]>([
  ['nothing at all', () => ({})],
  ['another secret', () => bearer({ secret: 'a'.repeat(43) })],
  ['another key’s name', () => bearer({ short: 'zzzzzzzz' })],
  ['another tenant’s name', () => bearer({ tenant: 'zzzzzzzz' })],
  ['another scheme', () => ({ authorization: `Basic ${own.apiKey}` })],
  ['a cookie of no session', () => ({ cookie: `__Host-sid=${parts().tenant}.${'A'.repeat(43)}` })],
  ['an empty bearer', () => ({ authorization: 'Bearer ' })],
])('%s lets nobody in', async (_, headers) => {
  expect(await authenticate(desk.db, facts(headers()))).toBeNull()
})

test('a key of one tenant is worth nothing under the name of another', async () => {
  const other = await otherTenant(desk.db)
  const tenant = parseApiKey(other.apiKey)?.tenant ?? ''
  expect(await byKey(formatApiKey({ ...parts(), tenant }))).toBeNull()
  expect((await byKey(other.apiKey))?.tenantId).toBe(other.tenantId)
})

test('who sends a bad key is not let in by a cookie beside it', async () => {
  const { cookie } = await signedIn()
  expect(await authenticate(desk.db, facts({ cookie, authorization: 'Bearer dk_x' }))).toBeNull()
})

describe('a session', () => {
  test('ends 12 hours after its last use, and a use within them keeps it', async () => {
    const { cookie } = await signedIn()
    const hours = (n: number) => desk.moveClock(n * 3_600_000)
    hours(11.5)
    expect(await authenticate(desk.db, facts({ cookie }))).not.toBeNull()
    await settleLastUses(desk.db)
    hours(11.5)
    expect(await authenticate(desk.db, facts({ cookie }))).not.toBeNull()
    await settleLastUses(desk.db)
    hours(12.1)
    expect(await authenticate(desk.db, facts({ cookie }))).toBeNull()
  })

  test('ends 7 days after the sign-in however much it is used', async () => {
    const { cookie } = await signedIn()
    for (let n = 1; n <= 15; n += 1) {
      desk.moveClock(11 * 3_600_000)
      const actor = await authenticate(desk.db, facts({ cookie }))
      expect(actor === null).toBe(n * 11 >= 168)
      await settleLastUses(desk.db)
    }
    desk.moveClock(4 * 3_600_000)
    expect(await authenticate(desk.db, facts({ cookie }))).toBeNull()
  })
})

test('the last use of a key is noted at most once a minute', async () => {
  const lastUse = async () => {
    await settleLastUses(desk.db)
    const [row] = await read(desk.db, { tenantId: own.tenantId, actorId: null }, (tx) =>
      tx.rows<{ at: string }>(
        sql`SELECT last_used_at AS at FROM app.api_key WHERE tenant_id = ${tx.tenantId} AND short = ${parts().short}`,
      ),
    )
    return row?.at
  }
  desk.moveClock(120_000)
  await Promise.all([byKey(own.apiKey), byKey(own.apiKey)])
  const first = await lastUse()
  await byKey(own.apiKey)
  expect(await lastUse()).toBe(first)
  desk.moveClock(61_000)
  await byKey(own.apiKey)
  expect(Date.parse((await lastUse()) ?? '') - Date.parse(first ?? '')).toBeGreaterThanOrEqual(60_000)
})

function bearer(change: object): Record<string, string> {
  return { authorization: `Bearer ${formatApiKey({ ...parts(), ...change })}` }
}
