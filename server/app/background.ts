import { sweepDeliveries, sweepInbound } from '../delivery/email/index.ts'
import { sweepTimers } from '../delivery/timers/index.ts'
import { sweepSignInThrottle } from '../directory/auth/index.ts'
import { type Database, registry, sql, write } from '../platform/db/index.ts'
import { sweepIdempotency } from '../platform/http/index.ts'
import { runJobs } from '../platform/jobs/index.ts'
import { runReaders, startWakeUps, type WakeUps } from '../platform/log/index.ts'
import type { Logger, Metrics } from '../platform/observability/index.ts'
import { startSignals } from '../platform/signals/index.ts'
import type { App } from './build-app.ts'

export type Background = { stop(): Promise<void> }

const SWEEP_EVERY_MS = 30_000

/** Tells other processes of this one's commits, and its streams of all: what a process needs that only answers requests. */
export async function startAnnouncing(
  db: Database,
  urls: { direct: string; redis?: string | undefined },
  app: App,
  log: Logger,
): Promise<WakeUps> {
  const { direct: directUrl, redis: redisUrl } = urls
  const onError = (error: unknown) => log.warn({ err: error }, 'the way to the other processes is lost')
  const wakeUps = await startWakeUps(db, directUrl, onError, redisUrl)
  const signals = await startSignals({ db, directUrl, redisUrl, onError })
  wakeUps.onHint(app.stream.hint)
  app.presence.spreadBy(signals)
  app.drafts.spreadBy(signals)
  db.onCommitted = (tenantId, lastSeq) => wakeUps.announce({ tenantId, lastSeq })
  return {
    ...wakeUps,
    async stop() {
      app.presence.stop()
      await signals.stop()
      await wakeUps.stop()
    },
  }
}

/** Starts what works besides requests: readers of the log, runners of jobs, the sweep that counts and repairs. */
export async function startBackground(
  db: Database,
  urls: { jobs: string; direct: string; redis?: string | undefined },
  app: App,
  log: Logger,
  metrics: Metrics,
): Promise<Background> {
  const wakeUps = await startAnnouncing(db, urls, app, log)
  const readers = runReaders(db, wakeUps, app.readers, (reader, error) => {
    metrics.readerFailures.inc({ reader })
    log.error({ reader, err: error }, 'a reader failed')
  })
  const jobs = await runJobs(db, urls.jobs, app.handlers, (task, error, job) => {
    metrics.jobFailures.inc({ task })
    log.error({ task, tenantId: job?.tenantId, attempt: job?.attempt, err: error }, 'a job failed')
  })
  const sweep = startSweep(db, log)
  return {
    async stop() {
      sweep.stop()
      await readers.stop()
      await jobs.stop()
      app.transport?.close()
      await wakeUps.stop()
    },
  }
}

/** Looks every 30 s for deadlines and mails whose job was lost. Its count must stay 0: each finding is logged. */
function startSweep(db: Database, log: Logger): { stop(): void } {
  const look = async () => {
    await sweepSignInThrottle(db)
    for (const { id } of await registry<{ id: string }>(db, sql`SELECT id FROM app.tenant`)) {
      const { result } = await write(db, { tenantId: id, actorId: null }, async (tx) => {
        sweepIdempotency(tx)
        return {
          timers: await sweepTimers(tx),
          mails: (await sweepInbound(tx)) + (await sweepDeliveries(tx)),
        }
      })
      if (result.timers + result.mails > 0)
        log.warn({ tenantId: id, ...result }, 'the sweep found lost jobs and added them again')
    }
  }
  const timer = setInterval(
    () => void look().catch((error) => log.error({ err: error }, 'the sweep failed')),
    SWEEP_EVERY_MS,
  )
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
