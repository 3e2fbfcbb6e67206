import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressGroup } from './address-group.ts'

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
])('%s counts as %s', (address, group) => expect(addressGroup(address)).toBe(group))

test('two IPv6 addresses count as one exactly when they share their first 64 bits', () => {
  const halves = fc.tuple(fc.array(fc.nat(0xffff), { minLength: 4, maxLength: 4 }), fc.ipV6())
  const hex = (groups: number[]) => groups.map((group) => group.toString(16)).join(':')
  fc.assert(
    fc.property(halves, halves, ([a], [b]) => {
      const same = addressGroup(`${hex(a)}:1:2:3:4`) === addressGroup(`${hex(b)}:5:6:7:8`)
      expect(same).toBe(hex(a) === hex(b))
      expect(addressGroup(`${hex(a)}::`)).toBe(addressGroup(`${hex(a)}:f:f:f:f`))
    }),
  )
})

test('whatever stands for an address, there is a group for it', () => {
  fc.assert(fc.property(fc.oneof(fc.ipV6(), fc.string()), (any) => typeof addressGroup(any) === 'string'))
})
