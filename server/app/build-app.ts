import { authenticate, checkCsrf } from '../directory/auth/index.ts'
import type { Database } from '../platform/db/index.ts'
import { createServer, type HttpServer } from '../platform/http/index.ts'
import type { JobHandlers } from '../platform/jobs/index.ts'
import type { Reader } from '../platform/log/index.ts'
import type { Logger, Metrics } from '../platform/observability/index.ts'
import { createDiskStorage } from '../platform/storage/index.ts'
import { jobHandlers } from './jobs.ts'
import { apiPages } from './pages.ts'
import { probes } from './probes.ts'
import { readers } from './readers.ts'
import { apiRoutes } from './routes.ts'

/** What a process is built on. */
export type Ground = {
  db: Database
  jobsUrl: string
  filesFolder: string
  publicUrl: string | undefined
  host: string
  trustedProxyCidrs: readonly string[]
  log: Logger
  metrics: Metrics
}

export type App = {
  api: HttpServer
  probesOnly: HttpServer
  readers: readonly Reader[]
  handlers: { timely: JobHandlers; bulk: JobHandlers }
}

/** Wires a process: routes, readers and job handlers on one ground. Starts nothing. */
export function buildApp(ground: Ground): App {
  const { db, log, metrics, publicUrl, trustedProxyCidrs } = ground
  const storage = createDiskStorage(ground.filesFolder)
  const routes = apiRoutes({ ...ground, storage })
  const server = {
    db,
    log,
    trustedProxyCidrs,
    authenticate: (facts: Parameters<typeof authenticate>[1]) =>
      authenticate(db, facts, {
        cookieRules: { publicUrl, host: ground.host },
        onNoteError: (error) => log.warn({ err: error }, 'a last use was not noted'),
      }),
    checkCsrf: (facts: Parameters<typeof authenticate>[1], method: string) =>
      checkCsrf(facts, method, publicUrl),
    onAnswer: (answer: { method: string; route: string; status: number; seconds: number }) =>
      metrics.requests.observe(
        { method: answer.method, route: answer.route, status: String(answer.status) },
        answer.seconds,
      ),
  }
  return {
    api: createServer({
      ...server,
      routes,
      pages: [...probes(ground), ...apiPages(routes.map((route) => route.contract))],
    }),
    probesOnly: createServer({ ...server, routes: [], pages: probes(ground) }),
    readers,
    handlers: jobHandlers({ db, storage }),
  }
}
