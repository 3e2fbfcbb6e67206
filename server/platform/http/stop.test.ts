import { once } from 'node:events'
import { Server } from 'node:http'
import { connect } from 'node:net'
import { expect, it, vi } from 'vitest'
import type { Database } from '../db/index.ts'
import { createServer, type HttpServer } from './index.ts'

const LONG = 'x'.repeat(30 * 1024 * 1024)

function server(): HttpServer {
  return createServer({
    db: {} as Database,
    routes: [],
    pages: [{ path: '/long', handle: async () => ({ status: 200, headers: {}, body: LONG }) }],
    authenticate: async () => null,
    checkCsrf: () => {},
    log: {} as never,
    onAnswer: () => {},
    trustedProxyCidrs: [],
  })
}

/** Its connections end by the stop or never: no time after which HTTP gives one up ever comes. */
async function listenWithoutTimeouts(asked: HttpServer): Promise<number> {
  const listen = vi.spyOn(Server.prototype, 'listen')
  try {
    const port = await asked.listen('127.0.0.1', 0)
    for (const server of listen.mock.contexts as Server[])
      Object.assign(server, { headersTimeout: 0, requestTimeout: 0, keepAliveTimeout: 0, timeout: 0 })
    expect(listen).toHaveBeenCalled()
    return port
  } finally {
    listen.mockRestore()
  }
}

it('a connection on which nothing was ever asked does not hold up a stop', async () => {
  const asked = server()
  const spare = connect(await listenWithoutTimeouts(asked), '127.0.0.1')
  await once(spare, 'connect')
  const gone = once(spare, 'close')
  await asked.stop()
  await gone
  expect(spare.destroyed).toBe(true)
})

it('an answer that is under way at the stop arrives whole, and its connection does not hold the stop up', async () => {
  const asked = server()
  const slow = connect(await listenWithoutTimeouts(asked), '127.0.0.1')
  slow.write('GET /long HTTP/1.1\r\nhost: desk\r\n\r\n')
  // What comes first may be less than the head.
  let head = ''
  while (!head.includes('\r\n\r\n')) {
    const piece = slow.read()
    if (piece === null) await once(slow, 'readable')
    else head += piece
  }
  expect(head).toContain('200 OK')
  expect(head.toLowerCase()).not.toContain('connection: close')
  const stopped = asked.stop()
  const gone = once(slow, 'close')
  let bytes = head.length
  slow.on('data', (chunk: Buffer) => {
    bytes += chunk.length
  })
  await stopped
  await gone
  expect(bytes).toBeGreaterThan(LONG.length)
})
