import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ERRORS, type ErrorCode } from '../../contracts/errors.ts'
import { type Desk, startDesk } from '../harness/index.ts'

const RUNS = Math.ceil(Number(process.env.FUZZ_RUNS ?? 700) / 5)

let desk: Desk
beforeAll(async () => {
  desk = await startDesk()
})
afterAll(() => desk.stop())

const part = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => encodeURIComponent(text)),
  fc.constantFrom(
    '',
    '.',
    '..',
    '%',
    '%zz',
    '%00',
    '%2F',
    'api',
    'v1',
    'tickets',
    'docs',
    'errors',
    '*',
    ':id',
  ),
  fc.integer({ min: 250, max: 900 }).map((length) => 'x'.repeat(length)),
)
const address = fc.oneof(
  fc.array(part, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`),
  part.map((text) => `/api/v1/tickets/${text}`),
  part.map((text) => `/docs/errors/${text}`),
)
// HEAD has no body to look at.
const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS')

test('an address that nobody meant is answered by a page, or by a problem like any other', async () => {
  await fc.assert(
    fc.asyncProperty(method, address, async (verb, path) => {
      const answer = await desk.request(verb, path)
      expect(answer.headers['x-content-type-options'], answer.text).toBe('nosniff')
      if (answer.status < 400 || String(answer.headers['content-type']).startsWith('text/html')) return
      const { code, status } = answer.body
      expect(Object.keys(ERRORS)).toContain(code)
      expect([status, answer.status]).toEqual([ERRORS[code as ErrorCode].status, status])
      expect(status).toBeLessThan(500)
      expect(answer.headers['x-request-id']).toBe(answer.body.requestId)
    }),
    { numRuns: RUNS, seed: Number(process.env.FUZZ_SEED ?? 20261123) },
  )
})
