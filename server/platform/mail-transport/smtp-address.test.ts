import { expect, it } from 'vitest'
import { smtpAddress } from './smtp-address.ts'

it.each([
  ['smtp://relay.example.org', { port: 25, secure: false, requireTLS: false, unchecked: true }],
  ['smtps://relay.example.org', { port: 465, secure: true, requireTLS: false, unchecked: false }],
  ['smtp://a:b@relay.example.org', { port: 587, secure: false, requireTLS: true, unchecked: false }],
  ['smtp://a:b@127.0.0.1:2525', { port: 2525, secure: false, requireTLS: false, unchecked: true }],
  [
    'smtp://a:b@relay.example.org:25?requireTLS=false&tls.rejectUnauthorized=false',
    { port: 25, secure: false, requireTLS: false, unchecked: true },
  ],
])(
  'a password never travels unguarded, and mail without one takes what TLS there is: %s',
  (url, expected) => {
    const { port, secure, requireTLS, tls } = smtpAddress(url)
    expect({ port, secure, requireTLS, unchecked: tls?.rejectUnauthorized === false }).toEqual(expected)
  },
)

it('a user and a password are read as they were meant', () => {
  const address = smtpAddress('smtp://desk%40example.org:p%3Aw%2F@[::1]:2525')
  expect(address).toMatchObject({ host: '::1', auth: { user: 'desk@example.org', pass: 'p:w/' } })
})
