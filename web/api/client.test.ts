import { expect, test } from 'vitest'
import { NoAnswer } from '../../contracts/client.ts'
import { type Me, readMe } from '../../contracts/people.ts'
import { assignTicket, readTicket } from '../../contracts/tickets.ts'
import { createDeskClient } from './client.ts'
import { createSessionKeeper } from './session.ts'

const ME = '00000000-0000-7000-8000-000000000001'
const meOf = (csrfToken: string, id = ME) =>
  ({ person: { id }, tenant: { id: 'tenant' }, teams: [], scopes: null, csrfToken }) as unknown as Me
const assign = { params: { id: ME }, body: { assigneeId: null }, idempotencyKey: 'k' }

type Asked = { method: string; path: string; token: string | null }

function world(answer: (asked: Asked) => { status: number; body: unknown }) {
  const asked: Asked[] = []
  const session = createSessionKeeper(meOf('old'))
  const client = createDeskClient({
    session,
    now: () => 7,
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers)
      const one = { method: init?.method ?? 'GET', path: String(input), token: headers.get('x-csrf-token') }
      asked.push(one)
      const { status, body } = answer(one)
      return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
    },
  })
  return { asked, session, client }
}
const problem = (status: number, code: string) => ({
  status,
  body: { code, detail: 'no', requestId: 'req-12345' },
})

test('a 401 tells the session, keeps who was there, and rejects', async () => {
  const { session, client } = world(() => problem(401, 'unauthenticated'))
  await expect(client.call(readTicket, { params: { id: ME } })).rejects.toMatchObject({ status: 401 })
  expect(session.current()).toMatchObject({ state: 'lost', session: { person: { id: ME } } })
})

test('a refusal is remembered with its request id', async () => {
  const { client } = world(() => problem(404, 'not-found'))
  await expect(client.call(readTicket, { params: { id: ME } })).rejects.toMatchObject({ status: 404 })
  expect(client.failures()).toEqual([
    {
      at: 7,
      method: 'GET',
      path: '/api/v1/tickets/:id',
      status: 404,
      code: 'not-found',
      requestId: 'req-12345',
    },
  ])
})

test('a token that another tab replaced is read anew, once, and the call repeated', async () => {
  const { asked, session, client } = world(({ path, token }) => {
    if (path.endsWith('/me')) return { status: 200, body: meOf('new') }
    return token === 'new' ? { status: 200, body: { id: ME, version: 2 } } : problem(403, 'forbidden')
  })
  await expect(client.call(assignTicket, assign)).resolves.toMatchObject({ version: 2 })
  expect(asked.map(({ method, token }) => [method, token])).toEqual([
    ['POST', 'old'],
    ['GET', null],
    ['POST', 'new'],
  ])
  expect(session.current()).toMatchObject({ session: { csrfToken: 'new' } })
})

test('a refusal with the right token is no reason to ask twice', async () => {
  const { asked, client } = world(({ path }) =>
    path.endsWith('/me') ? { status: 200, body: meOf('old') } : problem(403, 'forbidden'),
  )
  await expect(client.call(assignTicket, assign)).rejects.toMatchObject({ status: 403 })
  expect(asked).toHaveLength(2)
})

test("nothing is sent in the name of somebody else's session", async () => {
  const { asked, session, client } = world(({ path }) =>
    path.endsWith('/me') ? { status: 200, body: meOf('new', 'somebody-else') } : problem(403, 'forbidden'),
  )
  await expect(client.call(assignTicket, assign)).rejects.toMatchObject({ status: 403 })
  expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(1)
  expect(session.current().state).toBe('lost')
})

test('a refusal of a call that was sent before somebody signed in again does not sign them out', async () => {
  let refuse = (): void => undefined
  const held = new Promise<void>((resolve) => {
    refuse = resolve
  })
  const session = createSessionKeeper(meOf('old'))
  const client = createDeskClient({
    session,
    fetch: async () => {
      await held
      return new Response(JSON.stringify(problem(401, 'unauthenticated').body), { status: 401 })
    },
  })
  const reading = client.call(readTicket, { params: { id: ME } })
  session.lost()
  session.signedIn(meOf('new'))
  refuse()
  await expect(reading).rejects.toMatchObject({ status: 401 })
  expect(session.current().state).toBe('signed-in')
})

test('a token that was asked for before signing out is used for nothing after it', async () => {
  const { asked, session, client } = world(({ path }) => {
    if (!path.endsWith('/me')) return problem(403, 'forbidden')
    session.signedOut()
    return { status: 200, body: meOf('new') }
  })
  await expect(client.call(assignTicket, assign)).rejects.toMatchObject({ status: 403 })
  expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(1)
  expect(session.current().state).toBe('signed-out')
})

test('a call that is repeated with the new token tells of its refusal like any other', async () => {
  const { session, client } = world(({ path, token }) => {
    if (path.endsWith('/me')) return { status: 200, body: meOf('new') }
    return token === 'new' ? problem(401, 'unauthenticated') : problem(403, 'forbidden')
  })
  await expect(client.call(assignTicket, assign)).rejects.toMatchObject({ status: 401 })
  expect(session.current().state).toBe('lost')
  expect(client.failures()).toMatchObject([{ status: 401 }])
})

test('while nobody is signed in here nothing is asked but who is', async () => {
  const { asked, session, client } = world(({ path }) => ({ status: 200, body: { path } }))
  session.lost()
  await expect(client.call(readTicket, { params: { id: ME } })).rejects.toMatchObject({ status: 401 })
  await expect(client.call(assignTicket, assign)).rejects.toMatchObject({ status: 401 })
  expect(asked).toEqual([])
  await client.call(readMe)
  session.signedIn(meOf('new'))
  await client.call(readTicket, { params: { id: ME } })
  expect(asked).toHaveLength(2)
})

test('while somebody signs out, and after it, nothing else is asked', async () => {
  const { asked, session, client } = world(({ path }) => ({ status: 200, body: { path } }))
  session.leaving(true)
  await expect(client.call(readTicket, { params: { id: ME } })).rejects.toBeInstanceOf(NoAnswer)
  session.leaving(false)
  await client.call(readTicket, { params: { id: ME } })
  session.signedOut()
  await expect(client.call(readTicket, { params: { id: ME } })).rejects.toBeInstanceOf(NoAnswer)
  expect(asked).toHaveLength(1)
  expect(session.current().state).toBe('signed-out')
})
