import { afterEach, expect, it, vi } from 'vitest'
import { hasPart } from './part.ts'

afterEach(() => void vi.unstubAllEnvs())

it('a counterpart that is not installed leaves its suite out on a machine of one’s own, and fails it in CI', () => {
  vi.stubEnv('CI', undefined)
  expect(hasPart('a server', ['no-such-program'])).toBe(false)
  vi.stubEnv('CI', 'true')
  expect(() => hasPart('a server', ['sh', 'no-such-program'])).toThrow('a server: CI needs no-such-program')
  expect(hasPart('a shell', ['sh'])).toBe(true)
})
