import { connect, type Socket } from 'node:net'
import { answerCalls } from '../children/answer-calls.ts'

/** The clients of streams: bare sockets that look for the time of an event and nothing else. */
export type StreamClientCalls = {
  /** Opens them, some at once; answers the time it took. */
  open: [{ port: number; heads: readonly string[]; atOnce: number }, { ms: number }]
  /** Forgets what was seen before. */
  forget: [null, null]
  /** Waits until so many events were seen in all; answers each one's way, and a frame as it came. */
  seen: [{ count: number; timeoutMs: number }, { latenciesMs: number[]; frame: string }]
  closeAll: [null, null]
}

const sockets: Socket[] = []
const FRAME_END = '\n\n'
let latencies: number[] = []
let frame = ''
let wake = () => {}

answerCalls<StreamClientCalls>({
  async open({ port, heads, atOnce }) {
    const before = performance.now()
    let next = 0
    const opener = async () => {
      for (let head = heads[next++]; head !== undefined; head = heads[next++]) await openOne(port, head)
    }
    await Promise.all(Array.from({ length: atOnce }, opener))
    return { ms: performance.now() - before }
  },
  async forget() {
    latencies = []
    return null
  },
  async seen({ count, timeoutMs }) {
    const until = performance.now() + timeoutMs
    while (latencies.length < count) {
      if (performance.now() > until) throw new Error(`saw ${latencies.length} of ${count} events`)
      await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, 1_000)
      })
    }
    return { latenciesMs: latencies, frame }
  },
  async closeAll() {
    for (const socket of sockets.splice(0)) socket.destroy()
    return null
  },
})

/** Resolves with the first frame after the head. */
function openOne(port: number, head: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    sockets.push(socket)
    let rest = ''
    let isOpen = false
    socket.setEncoding('latin1')
    socket.once('data', (chunk: string) => {
      if (!chunk.startsWith('HTTP/1.1 200')) reject(new Error(chunk.slice(0, 300)))
    })
    socket.on('data', (chunk: string) => {
      const text = rest === '' ? chunk : rest + chunk
      const end = text.lastIndexOf(FRAME_END)
      rest = end === -1 ? text : text.slice(end + FRAME_END.length)
      if (end === -1) return
      note(text.slice(0, end + FRAME_END.length))
      if (isOpen || !text.includes('event: hb')) return
      isOpen = true
      resolve()
    })
    socket.on('error', reject)
    socket.on('close', () => {
      if (!isOpen) reject(new Error(`closed before it was open: ${rest.slice(0, 300)}`))
    })
    socket.write(head)
  })
}

function note(text: string): void {
  for (let at = text.indexOf('"at":"'); at !== -1; at = text.indexOf('"at":"', at + 1)) {
    latencies.push(performance.timeOrigin + performance.now() - Date.parse(text.slice(at + 6, at + 30)))
    if (latencies.length === 1) frame = text
  }
  wake()
}
