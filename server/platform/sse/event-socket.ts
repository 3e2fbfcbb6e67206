import type { Socket } from 'node:net'

/** What may wait for a slow client: bytes in the process, and frames since it last took all. */
export type Backlog = { bytesMax: number; framesMax: number }

/**
 * The socket of a stream after its head was sent. It holds on to the socket alone, not to the request, so that a
 * connection costs little.
 */
export type EventSocket = {
  /** Sends bytes. False when they would go beyond the backlog: then nothing was sent. */
  send(bytes: Buffer): boolean
  /** Holds what is sent until `release`, so that it leaves in one packet. */
  hold(): void
  release(): void
  /** Resolves as soon as the client took all, or is gone: to whether that took a wait. */
  drained(): Promise<boolean>
  /** Sends last bytes and closes; whatever is not taken within `graceMs` is dropped with the socket. */
  end(bytes: Buffer, graceMs: number): void
  /** Closes at once. */
  destroy(): void
  readonly closed: boolean
}

/** Takes over a socket. `onClose` is called once, however it ends. */
export function eventSocket(socket: Socket, backlog: Backlog, onClose: () => void): EventSocket {
  return new SocketOfEvents(socket, backlog, onClose)
}

/** One object and no closure for each of its methods: there may be ten thousand, and each closure is 64 bytes. */
class SocketOfEvents implements EventSocket {
  readonly #socket: Socket
  readonly #backlog: Backlog
  #waiting = 0
  #ended = false

  constructor(socket: Socket, backlog: Backlog, onClose: () => void) {
    this.#socket = socket
    this.#backlog = backlog
    socket.on('close', onClose)
    // A client that goes away is no failure; `close` follows.
    socket.on('error', ignore)
  }
  send(bytes: Buffer): boolean {
    const socket = this.#socket
    const { bytesMax, framesMax } = this.#backlog
    if (this.closed) return true
    if (socket.writableLength + bytes.length > bytesMax || this.#waiting >= framesMax) return false
    if (socket.write(bytes)) return true
    if (this.#waiting === 0)
      socket.once('drain', () => {
        this.#waiting = 0
      })
    this.#waiting += 1
    return true
  }
  hold(): void {
    this.#socket.cork()
  }
  release(): void {
    this.#socket.uncork()
  }
  drained(): Promise<boolean> {
    return drained(this.#socket)
  }
  end(bytes: Buffer, graceMs: number): void {
    if (this.#ended) return
    this.#ended = true
    const socket = this.#socket
    socket.write(bytes)
    socket.destroySoon()
    const late = setTimeout(() => socket.destroy(), graceMs)
    late.unref()
    socket.once('close', () => clearTimeout(late))
  }
  destroy(): void {
    this.#socket.destroy()
  }
  get closed(): boolean {
    return this.#ended || this.#socket.destroyed
  }
}

function drained(socket: Socket): Promise<boolean> {
  if (socket.destroyed || socket.writableLength === 0) return Promise.resolve(false)
  // An empty write is answered when all before it left, and when the socket is gone.
  return new Promise((resolve) => socket.write(NOTHING, () => resolve(true)))
}

const NOTHING = Buffer.alloc(0)

function ignore(): void {}
