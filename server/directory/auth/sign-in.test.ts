import { hash } from '@node-rs/argon2'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, type SetUp, startDesk } from '../../../test/harness/index.ts'
import { otherTenant } from '../../../test/harness/other-tenant.ts'
import { read, sql, write } from '../../platform/db/index.ts'
import { signIn } from './sign-in.ts'

let desk: Desk
let own: SetUp
beforeAll(async () => {
  desk = await startDesk()
  own = await desk.setup()
})
afterAll(() => desk.stop())

const post = (body: object, headers: Record<string, string> = {}) =>
  desk.request('POST', '/api/v1/session', { body, headers })
const credentials = () => ({ email: own.email, password: own.password })
const cookieOf = (headers: { 'set-cookie'?: string | string[] | undefined }) =>
  String(headers['set-cookie']).split(';', 1)[0] ?? ''
let addresses = 0
/** A try from an address of its own, so that only the account is counted. */
const tryOnce = (email: string, password: string, remoteAddress?: string) => {
  addresses += 1
  return signIn(desk.db, {
    email,
    password,
    slug: undefined,
    host: '',
    remoteAddress: remoteAddress ?? `198.51.${addresses >> 8}.${addresses & 255}`,
    previous: undefined,
    requestId: 'test',
  }).then(
    () => 'in',
    (problem: { code: string; headers: Record<string, string> }) =>
      problem.code === 'too-many-requests' ? Number(problem.headers['retry-after']) : problem.code,
  )
}
const person = async (email: string, password = 'a fine long password') => {
  const body = { name: 'Pat', email, role: 'AGENT', password }
  const made = await desk.request('POST', '/api/v1/people', { key: own.apiKey, body })
  expect(made.status).toBe(201)
  return made.body
}

describe('signing in', () => {
  test('a right password gives a cookie that stands for the person, and a CSRF token', async () => {
    const answer = await post({ email: own.email.toUpperCase(), password: own.password })
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      person: { id: own.ownerId, name: 'Olga Owner', email: own.email, role: 'OWNER' },
      tenant: { id: own.tenantId, name: 'Example', slug: 'example' },
      csrfToken: expect.stringMatching(/^[\w-]{43}$/),
    })
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^__Host-sid=[0-9a-z]{8}\.[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    )
    const cookie = cookieOf(answer.headers)
    const me = await desk.request('GET', '/api/v1/me', { cookie })
    expect(me.body).toMatchObject({
      person: { id: own.ownerId },
      scopes: null,
      csrfToken: answer.body.csrfToken,
    })
  })

  test('a wrong password, an unknown account, one without a password and a deactivated one answer alike', async () => {
    await desk.request('POST', '/api/v1/people', {
      key: own.apiKey,
      body: { name: 'Req', email: 'req@example.org', role: 'EMPLOYEE' },
    })
    const gone = await person('gone@example.org')
    await desk.request('PATCH', `/api/v1/people/${gone.id}`, {
      key: own.apiKey,
      body: { active: false },
      headers: { 'if-match': '"v1"' },
    })
    const bodies = [
      { email: own.email, password: 'wrong' },
      { email: 'nobody@example.org', password: 'wrong' },
      { email: 'req@example.org', password: 'nobody has this password' },
      { email: 'gone@example.org', password: 'a fine long password' },
      { ...credentials(), tenant: 'no-such-tenant' },
    ]
    for (const body of bodies) {
      const { status, body: problem } = await post(body)
      expect({ status, ...problem, requestId: '' }).toEqual({
        type: '/docs/errors/wrong-credentials',
        title: 'The address or the password is wrong',
        status: 401,
        code: 'wrong-credentials',
        detail: 'No account here has this address and password.',
        requestId: '',
      })
    }
  })

  test('what does not fit the contract is refused before anything is counted', async () => {
    expect((await post({ email: own.email })).status).toBe(422)
    expect((await post({ ...credentials(), surplus: true })).status).toBe(422)
  })

  test('another site cannot sign somebody in', async () => {
    const answer = await post(credentials(), { host: 'desk.test', origin: 'http://evil.test' })
    expect(answer).toMatchObject({ status: 403, body: { code: 'foreign-origin' } })
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  test('each sign-in has a new session and ends the browser’s old one', async () => {
    const first = cookieOf((await post(credentials())).headers)
    const second = cookieOf((await post(credentials(), { cookie: first })).headers)
    expect(second).not.toBe(first)
    expect((await desk.request('GET', '/api/v1/me', { cookie: first })).status).toBe(401)
    expect((await desk.request('GET', '/api/v1/me', { cookie: second })).status).toBe(200)
  })

  test('a hash with lesser parameters is made anew by the next sign-in', async () => {
    const { id } = await person('weak@example.org')
    const scope = { tenantId: own.tenantId, actorId: null }
    const weak = await hash('a fine long password', { memoryCost: 8_192, timeCost: 1 })
    await write(desk.db, scope, async (tx) =>
      tx.defer(
        sql`UPDATE app.person SET password_hash = ${weak} WHERE tenant_id = ${tx.tenantId} AND id = ${id}`,
      ),
    )
    expect((await post({ email: 'weak@example.org', password: 'a fine long password' })).status).toBe(200)
    const [row] = await read(desk.db, scope, (tx) =>
      tx.rows<{ stored: string }>(
        sql`SELECT password_hash AS stored FROM app.person WHERE tenant_id = ${tx.tenantId} AND id = ${id}`,
      ),
    )
    expect(row?.stored).toContain('m=19456,t=2')
    expect((await post({ email: 'weak@example.org', password: 'a fine long password' })).status).toBe(200)
  })
})

test('what a cookie’s caller changes needs the session’s CSRF token, what a key’s caller changes does not', async () => {
  const answer = await post(credentials())
  const cookie = cookieOf(answer.headers)
  const add = (prefix: string, headers: Record<string, string>, key?: string) => {
    const body = { name: 'T', prefix }
    const caller = key === undefined ? { cookie } : { key }
    return desk.request('POST', '/api/v1/teams', { ...caller, body, headers })
  }
  const page = { 'sec-fetch-site': 'same-origin' }
  const token = { 'x-csrf-token': answer.body.csrfToken }
  expect((await add('CA', page)).body.code).toBe('forbidden')
  expect((await add('CB', { 'sec-fetch-site': 'cross-site', ...token })).body.code).toBe('foreign-origin')
  expect((await add('CC', { ...page, ...token })).status).toBe(201)
  expect((await add('CD', { origin: 'https://elsewhere.test' }, own.apiKey)).status).toBe(201)
})

describe('signing out', () => {
  test('ends the session, for good', async () => {
    const answer = await post(credentials())
    const cookie = cookieOf(answer.headers)
    const headers = { 'sec-fetch-site': 'same-origin', 'x-csrf-token': answer.body.csrfToken }
    const out = await desk.request('DELETE', '/api/v1/session', { cookie, headers })
    expect(out.status).toBe(204)
    expect(String(out.headers['set-cookie'])).toMatch(/^__Host-sid=; Max-Age=0;/)
    expect((await desk.request('GET', '/api/v1/me', { cookie })).status).toBe(401)
    expect((await desk.request('DELETE', '/api/v1/session', { cookie, headers })).status).toBe(204)
    expect((await desk.request('DELETE', '/api/v1/session')).status).toBe(204)
  })

  test('cannot be done by another site', async () => {
    const cookie = cookieOf((await post(credentials())).headers)
    const headers = { 'sec-fetch-site': 'cross-site' }
    const out = await desk.request('DELETE', '/api/v1/session', { cookie, headers })
    expect(out).toMatchObject({ status: 403, body: { code: 'foreign-origin' } })
    expect((await desk.request('GET', '/api/v1/me', { cookie })).status).toBe(200)
  })
})

describe('guessing', () => {
  test('after the fifth failure an account waits 1 s, 2 s, 4 s; waiting tries are not counted', async () => {
    await person('slow@example.org')
    for (let n = 1; n <= 5; n += 1)
      expect(await tryOnce('slow@example.org', 'wrong')).toBe('wrong-credentials')
    expect(await tryOnce('SLOW@example.org', 'a fine long password')).toBe(1)
    expect(await tryOnce('slow@example.org', 'wrong')).toBe(1)
    desk.moveClock(1_000)
    expect(await tryOnce('slow@example.org', 'wrong')).toBe('wrong-credentials')
    expect(await tryOnce('slow@example.org', 'wrong')).toBe(2)
    desk.moveClock(2_000)
    expect(await tryOnce('slow@example.org', 'wrong')).toBe('wrong-credentials')
    expect(await tryOnce('slow@example.org', 'wrong')).toBe(4)
    desk.moveClock(4_000)
    expect(await tryOnce('slow@example.org', 'a fine long password')).toBe('in')
    expect(await tryOnce('slow@example.org', 'wrong')).toBe('wrong-credentials')
    expect(await tryOnce('slow@example.org', 'a fine long password')).toBe('in')
  })

  test('the wait grows to 15 minutes and no further, and is forgotten after 15 quiet ones', async () => {
    const waits: unknown[] = []
    for (let n = 1; n <= 16; n += 1) {
      expect(await tryOnce('unknown@example.org', 'wrong')).toBe('wrong-credentials')
      const wait = n < 5 ? 0 : await tryOnce('unknown@example.org', 'wrong')
      waits.push(wait)
      desk.moveClock(Number(wait) * 1_000)
    }
    expect(waits).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
    desk.moveClock(15 * 60_000)
    for (let n = 1; n <= 5; n += 1)
      expect(await tryOnce('unknown@example.org', 'wrong')).toBe('wrong-credentials')
  })

  test('four failures are forgotten 15 minutes after the first', async () => {
    for (let n = 1; n <= 4; n += 1) await tryOnce('four@example.org', 'wrong')
    desk.moveClock(15 * 60_000)
    for (let n = 1; n <= 4; n += 1) await tryOnce('four@example.org', 'wrong')
    expect(await tryOnce('four@example.org', 'wrong')).toBe('wrong-credentials')
  })

  test('tries sent at once do not slip by one another', async () => {
    const tries = Array.from({ length: 12 }, () => tryOnce('burst@example.org', 'wrong'))
    const outcomes = await Promise.all(tries)
    expect(outcomes.filter((outcome) => outcome === 'wrong-credentials')).toHaveLength(5)
  })

  test('an address has fifty failures in 15 minutes, whoever they are of, and a success gives none back', async () => {
    const from = '2001:db8:7:7::1'
    await person('roamer@example.org')
    for (let n = 1; n <= 49; n += 1)
      expect(await tryOnce(`n${n}@example.org`, 'wrong', `2001:db8:7:7::${n}`)).toBe('wrong-credentials')
    expect(await tryOnce('roamer@example.org', 'a fine long password', from)).toBe('in')
    expect(await tryOnce('n50@example.org', 'wrong', from)).toBe('wrong-credentials')
    expect(await tryOnce('roamer@example.org', 'a fine long password', from)).toBeGreaterThan(800)
    expect(await tryOnce('roamer@example.org', 'a fine long password', '2001:db8:7:8::1')).toBe('in')
    desk.moveClock(15 * 60_000)
    expect(await tryOnce('roamer@example.org', 'a fine long password', from)).toBe('in')
  })
})

test('where two organisations know the address and password, one is to be named', async () => {
  await otherTenant(desk.db)
  const owner = { email: 'oscar@other.example', password: 'another long password' }
  expect((await post({ email: owner.email, password: owner.password })).body.tenant.slug).toBe(
    'other-company',
  )
  await person(owner.email, owner.password)
  const both = await post({ email: owner.email, password: owner.password })
  expect(both).toMatchObject({
    status: 409,
    body: { code: 'choose-tenant', tenants: ['example', 'other-company'] },
  })
  expect(both.headers['set-cookie']).toBeUndefined()
  for (const tenant of ['example', 'other-company']) {
    const one = await post({ email: owner.email, password: owner.password, tenant })
    expect(one.body.tenant.slug).toBe(tenant)
  }
  expect((await post({ email: own.email, password: own.password, tenant: 'other-company' })).status).toBe(401)
  const scope = { tenantId: own.tenantId, actorId: null }
  await write(desk.db, scope, async (tx) =>
    tx.defer(sql`INSERT INTO app.tenant_host (host, tenant_id) VALUES ('desk.example.org', ${tx.tenantId})`),
  )
  const byHost = await post(
    { email: owner.email, password: owner.password },
    { host: 'Desk.Example.org:8443' },
  )
  expect(byHost.body.tenant.slug).toBe('example')
})
