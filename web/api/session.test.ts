import { expect, test } from 'vitest'
import type { Me } from '../../contracts/people.ts'
import { createSessionKeeper, tellTabs } from './session.ts'

const meOf = (id: string, csrfToken = 'token') =>
  ({ person: { id }, tenant: { id: 'tenant' }, csrfToken }) as unknown as Me

test('somebody else who signs in never becomes the person of a page', () => {
  for (const isLost of [true, false]) {
    const session = createSessionKeeper(meOf('ana'))
    const states: string[] = []
    session.subscribe(() => states.push(session.current().state))
    if (isLost) session.lost()
    expect(session.signedIn(meOf('ben'))).toBe(false)
    expect(session.current()).toMatchObject({ state: 'lost', session: { person: { id: 'ana' } } })
    expect(states).not.toContain('signed-in')
  }
})

test('the same person is there again, with the new token', () => {
  const session = createSessionKeeper(meOf('ana'))
  session.lost()
  expect(session.signedIn(meOf('ana', 'newer'))).toBe(true)
  expect(session.current()).toMatchObject({ state: 'signed-in', session: { csrfToken: 'newer' } })
})

test('an answer that comes after signing out brings nobody back', () => {
  const session = createSessionKeeper(meOf('ana'))
  session.signedOut()
  expect(session.signedIn(meOf('ana'))).toBe(false)
  expect(session.current().state).toBe('signed-out')
})

test('a page without anybody takes the first who signs in, and nobody else after that', () => {
  const session = createSessionKeeper(null)
  expect(session.signedIn(meOf('ana'))).toBe(true)
  expect(session.signedIn(meOf('ben'))).toBe(false)
  expect(session.current()).toMatchObject({ session: { person: { id: 'ana' } } })
})

test("a page hears when another tab has somebody else's session, and not of its own person", () => {
  const tabs: ((owner: string) => void)[] = []
  const open = (id: string | null) => {
    const session = createSessionKeeper(id === null ? null : meOf(id))
    tellTabs(session, {
      post(owner) {
        for (const hear of [...tabs]) hear(owner)
      },
      onMessage: (hear) => void tabs.push(hear),
    })
    return session
  }
  const first = open('ana')
  open(null)
  open('ana')
  expect(first.current().state).toBe('signed-in')
  const other = open('ben')
  expect(first.current()).toMatchObject({ state: 'lost', session: { person: { id: 'ana' } } })
  expect(other.current().state).toBe('signed-in')
})
