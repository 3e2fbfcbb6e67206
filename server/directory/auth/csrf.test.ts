import { describe, expect, test } from 'vitest'
import { checkCsrf, checkOrigin } from './csrf.ts'
import { csrfTokenOf, formatSessionToken, newSessionToken } from './session-token.ts'

const session = newSessionToken('acme0001')
const cookie = `__Host-sid=${formatSessionToken(session)}`
const token = csrfTokenOf(session.token)
const host = '127.0.0.1:3000'
const headers = (more: Record<string, string>) => ({ headers: { host, cookie, ...more } })
const foreign = expect.objectContaining({ code: 'foreign-origin' })
const forbidden = expect.objectContaining({ code: 'forbidden' })

describe('a request that a cookie vouches for', () => {
  test.each<[string, Record<string, string>]>([
    ['from the page itself', { 'sec-fetch-site': 'same-origin' }],
    ['typed by the person', { 'sec-fetch-site': 'none' }],
    ['of an old browser with our Origin', { origin: 'http://127.0.0.1:3000' }],
  ])('%s passes with its token', (_, more) => {
    expect(() => checkCsrf(headers({ ...more, 'x-csrf-token': token }), 'POST')).not.toThrow()
  })

  test.each<[string, Record<string, string>]>([
    ['from another site', { 'sec-fetch-site': 'cross-site' }],
    ['from a neighbouring host', { 'sec-fetch-site': 'same-site', origin: 'http://other.example' }],
    ['from another port', { origin: 'http://127.0.0.1:3001' }],
    ['from a sandbox', { origin: 'null' }],
    ['from nowhere', {}],
  ])('%s is refused even with its token', (_, more) => {
    expect(() => checkCsrf(headers({ ...more, 'x-csrf-token': token }), 'DELETE')).toThrow(foreign)
  })

  test.each<[string, Record<string, string>]>([
    ['without a token', {}],
    ['with another session’s token', { 'x-csrf-token': csrfTokenOf('x') }],
    ['with a token of another length', { 'x-csrf-token': `${token}=` }],
  ])('%s is refused', (_, more) => {
    const facts = headers({ 'sec-fetch-site': 'same-origin', ...more })
    expect(() => checkCsrf(facts, 'PATCH')).toThrow(forbidden)
  })

  test('that only reads needs nothing', () => {
    expect(() => checkCsrf({ headers: { 'sec-fetch-site': 'cross-site' } }, 'GET')).not.toThrow()
  })
})

describe('set-up and sign-in', () => {
  test.each([
    [undefined, undefined, true],
    ['http://127.0.0.1:3000', undefined, true],
    ['https://desk.example.org', 'https://desk.example.org', true],
    ['https://DESK.example.org', 'https://desk.example.org/', true],
    ['https://evil.example', 'https://desk.example.org', false],
    ['https://evil.example', undefined, false],
    ['https://127.0.0.1:3000.evil.example', undefined, false],
    ['null', undefined, false],
    ['file://', undefined, false],
    ['', undefined, false],
  ])('the Origin %j at %j is taken: %j', (origin, publicUrl, taken) => {
    const facts = { headers: { host, ...(origin === undefined ? {} : { origin }) } }
    const check = () => checkOrigin(facts, publicUrl)
    if (taken) expect(check).not.toThrow()
    else expect(check).toThrow(foreign)
  })
})
