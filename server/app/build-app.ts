import {
  createPresenceBoard,
  createStreamHub,
  type PresenceBoard,
  type StreamHub,
  type StreamLimits,
} from '../delivery/realtime/index.ts'
import { authenticate, checkCsrf } from '../directory/auth/index.ts'
import type { Database } from '../platform/db/index.ts'
import { createServer, type HttpServer } from '../platform/http/index.ts'
import type { JobHandlers } from '../platform/jobs/index.ts'
import type { Reader } from '../platform/log/index.ts'
import { type MailTransport, openSmtpTransport } from '../platform/mail-transport/index.ts'
import type { Logger, Metrics } from '../platform/observability/index.ts'
import { createDiskStorage } from '../platform/storage/index.ts'
import { createDraftSignals, type DraftSignals } from './draft-signals.ts'
import { filePage } from './file-page.ts'
import { jobHandlers } from './jobs.ts'
import { apiPages } from './pages.ts'
import { probes } from './probes.ts'
import { readers } from './readers.ts'
import { apiRoutes } from './routes.ts'
import type { AskDesk } from './web-app/boot-payload.ts'
import { webPages } from './web-app/web-pages.ts'

/** What a process is built on. */
export type Ground = {
  db: Database
  jobsUrl: string
  filesFolder: string
  publicUrl: string | undefined
  host: string
  trustedProxyCidrs: readonly string[]
  /** Where mail leaves; without it mail is kept in the local inbox. */
  smtpUrl: string | undefined
  /** Where the built web app lies; without one its addresses say that it is not built. */
  webFolder?: string | undefined
  /** Other bounds of streams than those of docs/behaviour/stream.md, for tests and benches. */
  streamLimits?: Partial<StreamLimits>
  log: Logger
  metrics: Metrics
}

export type App = {
  api: HttpServer
  stream: StreamHub
  presence: PresenceBoard
  drafts: DraftSignals
  probesOnly: HttpServer
  readers: readonly Reader[]
  /** The way to the mail server, if there is one; whoever ran the handlers closes it behind them. */
  transport: MailTransport | undefined
  handlers: { timely: JobHandlers; bulk: JobHandlers }
}

/** Wires a process: routes, readers and job handlers on one ground. Starts nothing. */
export function buildApp(ground: Ground): App {
  const { db, log, metrics, publicUrl, trustedProxyCidrs } = ground
  const storage = createDiskStorage(ground.filesFolder)
  const stream = createStreamHub({
    db,
    metrics,
    limits: ground.streamLimits ?? {},
    onError: (error) => log.warn({ err: error }, 'a stream failed'),
  })
  const presence = createPresenceBoard(stream.whisper, () => Date.now() + db.clockOffsetMs)
  const drafts = createDraftSignals(stream.whisper)
  const transport = ground.smtpUrl === undefined ? undefined : openSmtpTransport(ground.smtpUrl)
  const routes = apiRoutes({ ...ground, storage, stream, presence, drafts })
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
  const ask: AskDesk = async (url, headers) => {
    const { statusCode: status, body } = await api.inject({ method: 'GET', url, headers })
    return { status, body }
  }
  const api: HttpServer = createServer({
    ...server,
    onStop: stream.stop,
    routes,
    pages: [
      ...probes(ground),
      filePage({ db, storage }),
      ...apiPages(routes.map((route) => route.contract)),
      ...webPages({ webFolder: ground.webFolder, db, ask }),
    ],
  })
  return {
    api,
    stream,
    presence,
    drafts,
    probesOnly: createServer({ ...server, routes: [], pages: probes(ground) }),
    readers,
    transport,
    handlers: jobHandlers({ ...ground, storage, transport }),
  }
}
