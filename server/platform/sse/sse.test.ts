import { once } from 'node:events'
import net, { type Socket } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { encodeFrame, encodeRetry, eventSocket } from './index.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** The two ends of a connection. */
async function pair(): Promise<{ ours: Socket; theirs: Socket }> {
  const server = net.createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const theirs = net.connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1')
  const [ours] = (await once(server, 'connection')) as [Socket]
  ends.push(() => {
    ours.destroy()
    theirs.destroy()
    server.close()
  })
  return { ours, theirs }
}

describe('a frame', () => {
  it('is lines of field and value, ended by an empty one', () => {
    expect(encodeFrame({ id: '1.2', event: 'hb', data: '{}' }).toString()).toBe(
      'id: 1.2\nevent: hb\ndata: {}\n\n',
    )
    expect(encodeFrame({ id: null, event: 'x', data: '1' }).toString()).toBe('event: x\ndata: 1\n\n')
    expect(encodeRetry(1_234.5).toString()).toBe('retry: 1235\n\n')
  })

  it('holds whatever JSON holds, in one line', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = encodeFrame({ id: null, event: 'x', data: JSON.stringify(value) }).toString()
        const lines = text.split('\n')
        expect(lines).toHaveLength(4)
        expect(JSON.parse(lines[1]?.slice('data: '.length) ?? '')).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('never becomes two: a line break in a part throws', () => {
    for (const odd of ['a\nb', 'a\rb']) {
      expect(() => encodeFrame({ id: odd, event: 'x', data: '1' })).toThrow()
      expect(() => encodeFrame({ id: null, event: odd, data: '1' })).toThrow()
      expect(() => encodeFrame({ id: null, event: 'x', data: odd })).toThrow()
    }
  })
})

describe('the socket of a stream', () => {
  const backlog = { bytesMax: 64 * 1024, framesMax: 50 }

  it('never holds more than its backlog for a client that takes nothing', async () => {
    const { ours, theirs } = await pair()
    theirs.pause()
    const wire = eventSocket(ours, backlog, () => {})
    const bytes = Buffer.alloc(8_000, 'x')
    let sent = 0
    while (wire.send(bytes)) {
      sent += 1
      if (sent > 10_000) break
      expect(ours.writableLength).toBeLessThanOrEqual(backlog.bytesMax)
    }
    expect(sent).toBeLessThan(10_000)
    expect(ours.writableLength).toBeLessThanOrEqual(backlog.bytesMax)
  })

  it('never holds more than so many frames, however small', async () => {
    const { ours, theirs } = await pair()
    theirs.pause()
    const wire = eventSocket(ours, { bytesMax: Number.MAX_SAFE_INTEGER, framesMax: 50 }, () => {})
    ours.cork()
    ours.write(Buffer.alloc(ours.writableHighWaterMark))
    let sent = 0
    while (wire.send(Buffer.from('x')) && sent < 1_000) sent += 1
    expect(sent).toBe(50)
  })

  it('takes again as soon as the client took all', async () => {
    const { ours, theirs } = await pair()
    theirs.pause()
    const wire = eventSocket(ours, backlog, () => {})
    const bytes = Buffer.alloc(8_000, 'x')
    while (wire.send(bytes));
    theirs.resume()
    await wire.drained()
    expect(wire.send(bytes)).toBe(true)
  })

  it('sends its last bytes and closes; of a client that takes nothing it lets go after the grace', async () => {
    const { ours, theirs } = await pair()
    const closed = Promise.withResolvers<void>()
    const wire = eventSocket(ours, backlog, closed.resolve)
    const got: Buffer[] = []
    theirs.on('data', (chunk) => got.push(chunk))
    wire.end(Buffer.from('bye'), 60_000)
    expect(wire.closed).toBe(true)
    await Promise.all([closed.promise, once(theirs, 'end')])
    expect(Buffer.concat(got).toString()).toBe('bye')

    const stuck = await pair()
    stuck.theirs.pause()
    const gone = Promise.withResolvers<void>()
    const second = eventSocket(stuck.ours, backlog, gone.resolve)
    while (second.send(Buffer.alloc(8_000)));
    second.end(Buffer.from('bye'), 50)
    await gone.promise
    expect(stuck.ours.destroyed).toBe(true)
  })
})
