import { createServer, type ServerResponse } from 'node:http'
import { answerCalls } from '../children/answer-calls.ts'

/** The ceiling of a broadcast: Node's own server, one `write` a client, nothing else. */
export type BareServerCalls = {
  listen: [null, number]
  /** Writes a frame to all, with the time of now in place of its own. */
  broadcast: [string, null]
  cpu: [null, number]
  rss: [null, number]
}

const clients = new Set<ServerResponse>()
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  response.write('event: hb\ndata: {}\n\n')
  clients.add(response)
  response.on('close', () => clients.delete(response))
})

answerCalls<BareServerCalls>(
  {
    listen: () =>
      new Promise((resolve) => {
        server.listen(0, '127.0.0.1', 1_024, () => {
          const address = server.address()
          resolve(typeof address === 'object' && address !== null ? address.port : 0)
        })
      }),
    async broadcast(frame) {
      const bytes = Buffer.from(frame.replace(/"at":"[^"]+"/, `"at":"${new Date().toISOString()}"`))
      for (const client of clients) client.write(bytes)
      return null
    },
    async cpu() {
      const { user, system } = process.cpuUsage()
      return user + system
    },
    rss: async () => process.memoryUsage.rss(),
  },
  async () => server.closeAllConnections(),
)
