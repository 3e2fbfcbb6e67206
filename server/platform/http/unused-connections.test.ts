import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, it } from 'vitest'
import type { Database } from '../db/index.ts'
import { createServer } from './index.ts'

it('a connection on which nothing was ever asked does not hold up a stop', { timeout: 10_000 }, async () => {
  const server = createServer({
    db: {} as Database,
    routes: [],
    pages: [],
    authenticate: async () => null,
    checkCsrf: () => {},
    log: {} as never,
    onAnswer: () => {},
    trustedProxyCidrs: [],
  })
  const port = await server.listen('127.0.0.1', 0)
  const spare = connect(port, '127.0.0.1')
  await once(spare, 'connect')
  const gone = once(spare, 'close')
  await server.stop()
  await gone
  expect(spare.destroyed).toBe(true)
})
