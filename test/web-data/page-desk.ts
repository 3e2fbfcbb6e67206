import 'fake-indexeddb/auto'
import type { Me } from '../../contracts/people.ts'
import { createDesk, type Desk as PageDesk } from '../../web/api/index.ts'
import type { Desk, SetUp } from '../harness/index.ts'

/**
 * Signs somebody in, as a browser would, and makes the data layer of a page of theirs on the real desk. `around` sees
 * each request on its way.
 */
export async function openPage(
  desk: Desk,
  who: Pick<SetUp, 'email' | 'password'>,
  around: (ask: typeof fetch) => typeof fetch = (ask) => ask,
): Promise<PageDesk> {
  const url = await desk.listen()
  const signedIn = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: who.email, password: who.password }),
  })
  if (!signedIn.ok) throw new Error(`sign-in answered ${signedIn.status}: ${await signedIn.text()}`)
  const cookie = (signedIn.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
  const withCookie: typeof fetch = (input, init) => {
    const headers = new Headers(init?.headers)
    headers.set('cookie', cookie)
    headers.set('origin', url)
    return fetch(input, { ...init, headers })
  }
  const me = (await withCookie(`${url}/api/v1/me`).then((answer) => answer.json())) as Me
  return createDesk(
    { session: me, landing: null, streamCursor: null },
    { baseUrl: url, fetch: around(withCookie), locks: undefined, channel: undefined },
  )
}
