import type { Socket } from 'node:net'
import type { StreamFrame } from '../../../contracts/realtime.ts'
import { type EventSocket, encodeRetry, eventSocket } from '../../platform/sse/index.ts'
import type { EncodedFrame, Sink } from './connection.ts'
import type { StreamLimits } from './stream-limits.ts'

const RETRY_MS = 3_000
const NOTHING = Buffer.alloc(0)

/** A stream on a socket whose head was sent; the first line tells how long to wait before coming again. */
export function streamSink(socket: Socket, limits: StreamLimits, onClose: () => void): Sink {
  return new StreamSink(socket, limits, onClose)
}

/** As an object without closures, see eventSocket. */
class StreamSink implements Sink {
  readonly #wire: EventSocket
  readonly #graceMs: number

  constructor(socket: Socket, { backlogBytes, backlogFrames, graceMs }: StreamLimits, onClose: () => void) {
    this.#wire = eventSocket(socket, { bytesMax: backlogBytes, framesMax: backlogFrames }, onClose)
    this.#graceMs = graceMs
    this.#wire.send(encodeRetry(RETRY_MS))
  }
  send({ bytes }: EncodedFrame): boolean {
    return this.#wire.send(bytes)
  }
  hold(): void {
    this.#wire.hold()
  }
  release(): void {
    this.#wire.release()
  }
  drained(): Promise<boolean> {
    return this.#wire.drained()
  }
  end(frame?: EncodedFrame, retryMs?: number): void {
    const retry = retryMs === undefined ? NOTHING : encodeRetry(retryMs)
    this.#wire.end(Buffer.concat([retry, frame?.bytes ?? NOTHING]), this.#graceMs)
  }
  get closed(): boolean {
    return this.#wire.closed
  }
  /** A stream wants whatever comes. */
  get satisfied(): boolean {
    return false
  }
}

/** The answer of a long poll: what comes before `finish`. `onFirst` is called once, when there is something. */
export function pollSink(onFirst: () => void): Sink & { readonly frames: StreamFrame[] } {
  const frames: StreamFrame[] = []
  let closed = false
  return {
    frames,
    send({ id, event, data }) {
      // What moves no position and takes nothing away is for streams alone: it is lossy anyway.
      if (closed || (id === null && event !== 'revoked')) return true
      frames.push({ id, event, data: JSON.parse(data) })
      if (frames.length === 1) onFirst()
      return true
    },
    hold() {},
    release() {},
    drained: async () => false,
    end() {
      if (closed) return
      closed = true
      onFirst()
    },
    get closed() {
      return closed
    },
    get satisfied() {
      return frames.length > 0
    },
  }
}
