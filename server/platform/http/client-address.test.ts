import { expect, it } from 'vitest'
import { clientAddress } from './client-address.ts'

const address = clientAddress(['10.0.0.0/8', '::1/128'])

it.each([
  ['10.0.0.3', '1.2.3.4, 9.9.9.9, 10.0.0.2', '9.9.9.9'],
  ['7.7.7.7', '1.2.3.4', '7.7.7.7'],
  ['10.0.0.3', undefined, '10.0.0.3'],
  ['::ffff:10.0.0.3', '9.9.9.9', '9.9.9.9'],
  ['10.0.0.3', '10.0.0.4', '10.0.0.3'],
  ['::1', '2001:db8::7', '2001:db8::7'],
])('a request from %s that says it comes for %s is from %s', (peer, forwarded, client) => {
  expect(address(peer, forwarded)).toBe(client)
})
