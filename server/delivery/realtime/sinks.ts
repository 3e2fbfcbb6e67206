import type { Socket } from 'node:net'
import type { StreamFrame } from '../../../contracts/realtime.ts'
import { encodeRetry, eventSocket } from '../../platform/sse/index.ts'
import type { Sink } from './connection.ts'
import type { StreamLimits } from './stream-limits.ts'

const RETRY_MS = 3_000
const NOTHING = Buffer.alloc(0)

/** A stream on a socket whose head was sent; the first line tells how long to wait before coming again. */
export function streamSink(socket: Socket, limits: StreamLimits, onClose: () => void): Sink {
  const wire = eventSocket(
    socket,
    { bytesMax: limits.backlogBytes, framesMax: limits.backlogFrames },
    onClose,
  )
  wire.send(encodeRetry(RETRY_MS))
  return {
    send: ({ bytes }) => wire.send(bytes),
    hold: wire.hold,
    release: wire.release,
    drained: wire.drained,
    end(frame, retryMs) {
      const retry = retryMs === undefined ? NOTHING : encodeRetry(retryMs)
      wire.end(Buffer.concat([retry, frame?.bytes ?? NOTHING]), limits.graceMs)
    },
    get closed() {
      return wire.closed
    },
    satisfied: false,
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
