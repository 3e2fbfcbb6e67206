import { holdDeskLock } from './desk-lock.ts'
import { startEmbedded } from './embedded-server.ts'

// A desk for tests that kill one: starts the server, takes the lock, says so on its one line of output, and stays.
const [dataDir = '', nativeFolder = ''] = process.argv.slice(2)
const server = await startEmbedded({ dataDir, log: () => {} }, nativeFolder ? { nativeFolder } : {})
await holdDeskLock(server.ownerUrl)
const { adopted, firstRun, ownerUrl } = server
console.log(JSON.stringify({ pid: process.pid, adopted, firstRun, ownerUrl }))
setInterval(() => {}, 60_000)
