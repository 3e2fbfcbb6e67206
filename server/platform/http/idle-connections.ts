import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Answers under way on a connection, and how much it had read when the last of them was gone. */
type Use = { underWay: number; readAtEnd: number }

/**
 * Knows which connections have nothing under way, and has the server close those alone when it stops. Node's own way
 * cuts off an answer that was handed over but not sent yet (of 30 MB 4 arrived), keeps connections on which nothing was
 * ever asked, and looks once: one whose answer had begun before the stop would hold it up for as long as it is kept.
 * Answers what closes them; call it again until the server is closed.
 */
export function watchIdle(server: Server): () => void {
  const open = new Map<Socket, Use>()
  server.on('connection', (socket) => {
    open.set(socket, { underWay: 0, readAtEnd: 0 })
    socket.once('close', () => open.delete(socket))
  })
  server.on('request', ({ socket }, response) => {
    const use = open.get(socket)
    if (use === undefined) return
    use.underWay += 1
    response.once('close', () => {
      use.underWay -= 1
      use.readAtEnd = socket.bytesRead
    })
  })
  const closeIdle = () => {
    for (const [socket, { underWay, readAtEnd }] of open)
      if (underWay === 0 && socket.bytesRead === readAtEnd) socket.destroy()
  }
  server.closeIdleConnections = closeIdle
  return closeIdle
}
