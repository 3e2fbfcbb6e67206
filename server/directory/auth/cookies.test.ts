import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type CookieRules,
  clearedCookie,
  isSecureCookie,
  readSessionCookie,
  sessionCookie,
} from './cookies.ts'
import { newSessionToken } from './session-token.ts'

const loopback: CookieRules = { host: '127.0.0.1' }
const open: CookieRules = { host: '0.0.0.0' }

test.each<[CookieRules, boolean]>([
  [{ host: '127.0.0.1' }, true],
  [{ host: '::1' }, true],
  [{ host: 'localhost' }, true],
  [{ host: '0.0.0.0' }, false],
  [{ host: '192.168.1.4' }, false],
  [{ host: '0.0.0.0', publicUrl: 'https://desk.example.org' }, true],
  [{ host: '127.0.0.1', publicUrl: 'http://desk.example.org' }, false],
  [{ host: '0.0.0.0', publicUrl: 'http://localhost:3000' }, true],
  [{ host: '0.0.0.0', publicUrl: 'http://[::1]:3000' }, true],
  [{ host: '0.0.0.0', publicUrl: 'http://127.evil.example' }, false],
])('%j sets a secure cookie: %j', (rules, secure) => expect(isSecureCookie(rules)).toBe(secure))

test('the cookie is out of reach of scripts and of other sites', () => {
  const token = newSessionToken('acme0001')
  expect(sessionCookie(loopback, token)).toBe(
    `__Host-sid=acme0001.${token.token}; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax; Secure`,
  )
  expect(sessionCookie(open, token)).toBe(
    `sid=acme0001.${token.token}; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax`,
  )
  expect(clearedCookie(loopback)).toBe('__Host-sid=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure')
})

test('a cookie is found among others, and only under the name that this desk sets', () => {
  const token = newSessionToken('acme0001')
  const value = `acme0001.${token.token}`
  expect(readSessionCookie({ cookie: `a=b; __Host-sid=${value}; c=d` }, loopback)).toEqual(token)
  expect(readSessionCookie({ cookie: `sid=${value}` }, loopback)).toBeUndefined()
  expect(readSessionCookie({ cookie: `sid=${value}` }, open)).toEqual(token)
  expect(readSessionCookie({ cookie: `xsid=${value}` }, open)).toBeUndefined()
  expect(readSessionCookie({ cookie: `__Host-sid=${value}x` }, loopback)).toBeUndefined()
  expect(readSessionCookie({})).toBeUndefined()
})

test('no cookie header makes the reader fail', () => {
  fc.assert(
    fc.property(fc.string(), (header) => {
      expect(readSessionCookie({ cookie: `__Host-sid=${header}` }, loopback)).toBeUndefined()
    }),
  )
})
