import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Knows the connections on which nothing was asked yet, such as those that a browser opens for later. Node counts them
 * neither as idle nor as finished, so that closing would wait for their first request. Answers what closes them.
 */
export function watchUnused(server: Server): () => void {
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return () => {
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
  }
}
