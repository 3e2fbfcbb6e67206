import { buildApp } from '../../server/app/index.ts'
import { type DatabaseRoles, type DatabaseUrls, openDatabase } from '../../server/platform/db/index.ts'
import { createLog, createMetrics } from '../../server/platform/observability/index.ts'
import { runDueJobs } from '../harness/run-due-jobs.ts'

/** What it is told on its command line. `clockOffsetMs` is the desk's; `dieAt` is a point that nobody outside sees. */
export type SendingOrders = {
  urls: DatabaseUrls
  roles: DatabaseRoles
  clockOffsetMs: number
  smtpUrl: string
  filesFolder: string
  dieAt: DeathPoint | null
}

/** Before the claim is committed, before the outcome is, and after it while the job is not yet done. */
export type DeathPoint = 'claim' | 'record' | 'recorded'

// Plays a worker that sends what is due and is killed in the middle of it: at a point of its own, or from outside.
const orders: SendingOrders = JSON.parse(process.argv[2] ?? '')
const { urls, roles, dieAt } = orders
const db = openDatabase(urls, roles, 'docket-sending', { connectionsMax: 4 })
db.clockOffsetMs = orders.clockOffsetMs
const app = buildApp({
  db,
  jobsUrl: urls.jobs,
  filesFolder: orders.filesFolder,
  publicUrl: undefined,
  host: '127.0.0.1',
  trustedProxyCidrs: [],
  smtpUrl: orders.smtpUrl,
  log: createLog('silent'),
  metrics: createMetrics(),
})
let isClaimed = false
db.onStatement = ({ text }) => {
  if (!text.includes('app.delivery') || !text.trimStart().startsWith('UPDATE')) return
  if (text.includes("'SENDING'")) isClaimed = true
  if (dieAt === (text.includes("'SENDING'") ? 'claim' : isClaimed ? 'record' : null)) die()
}
const handlers = Object.fromEntries(
  Object.entries({ ...app.handlers.timely, ...app.handlers.bulk }).map(([task, handler]) => [
    task,
    async (job: Parameters<typeof handler>[0]) => {
      await handler(job)
      if (dieAt === 'recorded') die()
    },
  ]),
)
await runDueJobs(urls.jobs, handlers, new Date(Date.now() + db.clockOffsetMs).toISOString())
console.log('all that was due is sent')
process.exit(0)

function die(): void {
  process.kill(process.pid, 'SIGKILL')
}
