import { hash } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import { hashNewPassword, hashPassword, needsRehash, verifyPassword } from './password.ts'

const ann = { name: 'Ann', email: 'ann@desk.test' }

test('a stored password is an argon2id hash of 19 MiB and two passes', async () => {
  const stored = await hashNewPassword('correct horse battery', ann, '/password')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await verifyPassword(stored, 'correct horse battery')).toBe(true)
  expect(await verifyPassword(stored, 'correct horse batterz')).toBe(false)
})

test('a password fits however its letters were composed', async () => {
  const stored = await hashPassword('café au lait, s’il vous plaît'.normalize('NFC'))
  expect(await verifyPassword(stored, 'café au lait, s’il vous plaît'.normalize('NFD'))).toBe(true)
})

test('without a stored hash no password fits, not even the stand-in', async () => {
  expect(await verifyPassword(null, 'nobody has this password')).toBe(false)
})

test('a hash with lesser parameters is to be made anew', async () => {
  expect(needsRehash(await hash('correct horse battery', { memoryCost: 8_192, timeCost: 2 }))).toBe(true)
  expect(needsRehash(await hash('correct horse battery', { memoryCost: 19_456, timeCost: 1 }))).toBe(true)
  expect(needsRehash(await hashPassword('correct horse battery'))).toBe(false)
})

test('a refused password names its place in the body', async () => {
  const refused = hashNewPassword('docketdocket', ann, '/owner/password')
  await expect(refused).rejects.toMatchObject({
    code: 'contract-violation',
    errors: [{ path: '/owner/password' }],
  })
})
