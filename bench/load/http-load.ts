import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { answerCalls } from '../children/answer-calls.ts'
import { type LoadResult, loadResult } from './latencies.ts'
import { FRESH_KEY, type HttpRequest } from './requests.ts'

/** A closed loop: each connection sends its next request when it has the whole answer to the last. */
export type HttpLoad = {
  port: number
  connections: number
  requests: readonly HttpRequest[]
  /** Ends after this time or this count, whichever comes first. */
  durationMs?: number
  countMax?: number
}
export type HttpLoadCalls = { run: [HttpLoad, LoadResult] }

const HEAD_END = Buffer.from('\r\n\r\n')

answerCalls<HttpLoadCalls>({ run })

/**
 * Runs the load by bare sockets: node's own HTTP client would cost more CPU a request than is left on a small machine.
 * Rejects at the first answer that is not 2xx, because a refusal is faster than work.
 */
async function run(load: HttpLoad): Promise<LoadResult> {
  const texts = load.requests.map(requestText)
  const latencies: number[] = []
  const countMax = load.countMax ?? Number.POSITIVE_INFINITY
  let next = Math.floor(Math.random() * texts.length)
  let started = 0
  const sockets = await Promise.all(Array.from({ length: load.connections }, () => open(load.port)))
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  const until = startedAt + (load.durationMs ?? Number.POSITIVE_INFINITY)
  const unique = randomBytes(6).toString('hex')
  const take = (): string | undefined => {
    if (started >= countMax || performance.now() >= until) return undefined
    started += 1
    next = (next + 1) % texts.length
    const text = texts[next] ?? ''
    return text.includes(FRESH_KEY)
      ? text.replace(FRESH_KEY, unique + String(started).padStart(FRESH_KEY.length - 12, '0'))
      : text
  }
  await Promise.all(sockets.map((socket) => loop(socket, take, latencies)))
  const elapsedMs = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpuBefore)
  for (const socket of sockets) socket.destroy()
  return loadResult(latencies, elapsedMs, user + system)
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })
}

function loop(socket: Socket, take: () => string | undefined, latencies: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0)
    let expected = -1
    let sentAt = 0
    const send = () => {
      const text = take()
      if (text === undefined) return resolve()
      sentAt = performance.now()
      socket.write(text, 'latin1')
    }
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('the server closed a connection')))
    socket.on('data', (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
      if (expected < 0) {
        const headEnd = received.indexOf(HEAD_END)
        if (headEnd < 0) return
        const head = received.toString('latin1', 0, headEnd)
        if (!head.startsWith('HTTP/1.1 2'))
          return reject(new Error(`answered ${received.toString('utf8').slice(0, 2000)}`))
        expected = headEnd + HEAD_END.length + Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
      }
      if (received.length < expected) return
      latencies.push(performance.now() - sentAt)
      received = Buffer.alloc(0)
      expected = -1
      send()
    })
    send()
  })
}

function requestText({ method, path, headers, body }: HttpRequest): string {
  // Sent as latin1, one character a byte, so that a mail's bytes go through as they are.
  const bytes = body === undefined ? '' : Buffer.from(body).toString('latin1')
  const length = body === undefined ? [] : [`content-length: ${bytes.length}`]
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`${method} ${path} HTTP/1.1`, 'host: 127.0.0.1', ...lines, ...length, '', bytes].join('\r\n')
}
