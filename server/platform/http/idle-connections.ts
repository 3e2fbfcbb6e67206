import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Knows which connections have nothing under way, and has the server close those alone when it stops. Node's own way
 * cuts off an answer that was handed over but not sent yet (of 30 MB 4 arrived), keeps connections on which nothing was
 * ever asked, and looks once: one whose answer had begun before the stop would hold it up for as long as it is kept.
 * Answers what closes them; call it again until the server is closed.
 */
export function watchIdle(server: Server): () => void {
  // One number and no closure for each of them, since there may be 10,000 streams: below 0 as many answers are under
  // way, else how many bytes it had read when the last of them was gone.
  const open = new Map<Socket, number>()
  function begin({ socket }: IncomingMessage, response: ServerResponse): void {
    const state = open.get(socket)
    if (state === undefined) return
    open.set(socket, Math.min(state, 0) - 1)
    response.on('close', end)
  }
  function end(this: ServerResponse): void {
    const { socket } = this.req
    const state = open.get(socket)
    if (state !== undefined) open.set(socket, state === -1 ? socket.bytesRead : state + 1)
  }
  function forget(this: Socket): void {
    open.delete(this)
  }
  server.on('connection', (socket) => {
    open.set(socket, 0)
    socket.on('close', forget)
  })
  server.on('request', begin)
  const closeIdle = () => {
    for (const [socket, readAtEnd] of open) if (socket.bytesRead === readAtEnd) socket.destroy()
  }
  server.closeIdleConnections = closeIdle
  return closeIdle
}
