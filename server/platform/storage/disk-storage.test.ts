import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { createDiskStorage, isStorageKey, storageKey } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'docket-storage-'))
const storage = createDiskStorage(join(folder, 'files'))
const tenant = randomUUID()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('what was put comes back, with its checksum and size', async () => {
  const key = storageKey(tenant, randomUUID())
  const bytes = Buffer.from([0, 1, 2, 255])
  expect(await storage.put(key, bytes)).toEqual({
    sha256: createHash('sha256').update(bytes).digest(),
    size: 4,
  })
  expect(await storage.get(key)).toEqual(bytes)
})

test('the same key again replaces, and no temporary file stays', async () => {
  const key = storageKey(tenant, randomUUID())
  await storage.put(key, Buffer.from('one'))
  await storage.put(key, Buffer.from('two'))
  expect(String(await storage.get(key))).toBe('two')
  const names = readdirSync(join(folder, 'files', 't', tenant, 'a'))
  expect(names.filter((name) => name.endsWith('.part'))).toEqual([])
})

test('an unknown key is null, and forgetting twice is no error', async () => {
  const key = storageKey(tenant, randomUUID())
  expect(await storage.get(key)).toBeNull()
  await storage.put(key, Buffer.from('x'))
  await storage.delete(key)
  await storage.delete(key)
  expect(await storage.get(key)).toBeNull()
})

test('nobody else on the machine may read', async () => {
  const key = storageKey(tenant, randomUUID())
  await storage.put(key, Buffer.from('x'))
  expect(statSync(join(folder, 'files', key)).mode & 0o777).toBe(0o600)
  for (const path of ['', 't', `t/${tenant}`, `t/${tenant}/a`])
    expect(statSync(join(folder, 'files', path)).mode & 0o777).toBe(0o700)
})

test.each([
  '',
  '../etc/passwd',
  `t/${tenant}/a/..`,
  `t/${tenant}/a/../../../x`,
  `t/${tenant}/b/${randomUUID()}`,
  `t/${tenant}/a/${randomUUID()}/x`,
  `t/${tenant}/a/${randomUUID()}\n`,
  `t/${tenant.toUpperCase()}X/a/${randomUUID()}`,
])('%j is no key and is refused by every method', async (key) => {
  await expect(storage.put(key, Buffer.from('x'))).rejects.toThrow(RangeError)
  await expect(storage.get(key)).rejects.toThrow(RangeError)
  await expect(storage.delete(key)).rejects.toThrow(RangeError)
})

test('no text becomes a key but the form itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(isStorageKey(`t/${a}/a/${b}`)).toBe(false)
    }),
  )
})
