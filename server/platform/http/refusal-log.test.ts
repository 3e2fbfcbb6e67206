import type { Logger } from 'pino'
import { expect, it } from 'vitest'
import type { RouteContract } from '../../../contracts/route.ts'
import type { Database } from '../db/index.ts'
import { createServer, Problem } from './index.ts'

const contract: RouteContract = {
  method: 'GET',
  path: '/thing',
  summary: '',
  tag: '',
  access: 'public',
  answers: {},
  errors: [],
}

/** The lines that are logged above debug when a route throws this. */
async function linesOf(error: Error): Promise<{ level: string; facts: Record<string, unknown> }[]> {
  const lines: { level: string; facts: Record<string, unknown> }[] = []
  const at = (level: string) => (facts: Record<string, unknown>) => void lines.push({ level, facts })
  const server = createServer({
    db: {} as Database,
    routes: [{ contract, handlePublic: () => Promise.reject(error) }],
    pages: [],
    authenticate: async () => null,
    checkCsrf: () => {},
    log: { error: at('error'), info: at('info'), debug: () => {} } as unknown as Logger,
    onAnswer: () => {},
    trustedProxyCidrs: [],
  })
  await server.inject({ method: 'GET', url: '/thing' })
  await server.stop()
  return lines
}

it('a desk that stops says so to whoever comes, and logs no error: nothing failed', async () => {
  expect(await linesOf(new Problem('unavailable', 'Docket is stopping.'))).toMatchObject([
    { level: 'info', facts: { code: 'unavailable', route: '/thing' } },
  ])
})

it('what failed inside is an error with its cause, also when the answer is to come again', async () => {
  const cause = new Error('the connection is gone')
  expect(await linesOf(new Problem('unavailable', 'Try again.', { cause }))).toMatchObject([
    { level: 'error', facts: { err: cause } },
  ])
  const bug = new TypeError('x is not a function')
  expect(await linesOf(bug)).toMatchObject([{ level: 'error', facts: { code: 'internal', err: bug } }])
})
