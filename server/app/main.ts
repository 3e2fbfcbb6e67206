import { join } from 'node:path'
import { ensureSetupToken } from '../directory/tenants/index.ts'
import { readSettings, type Settings } from '../platform/config/index.ts'
import { createLog, createMetrics, type Logger } from '../platform/observability/index.ts'
import { startAnnouncing, startBackground } from './background.ts'
import { buildApp } from './build-app.ts'
import { failureSentence } from './failure-sentence.ts'
import { type OpenGround, openGround } from './open-ground.ts'

const STOP_MS_MAX = 25_000
/** Where `npm start` builds the web app. */
const WEB_FOLDER = join(import.meta.dirname, '..', '..', 'web', 'dist')

/** The entry of a desk: `ROLE` all, web or worker. Ends with code 1 and one plain sentence when it cannot start. */
async function main(): Promise<void> {
  const settings = readSettings(process.env)
  const log = createLog(settings.logLevel)
  const ground = await openGround(settings, `docket-${settings.role}`, say)
  const stop = await serve(settings, ground, log).catch(async (error) => {
    await ground.close()
    throw error
  })
  stopOnSignals(stop)
}

async function serve(settings: Settings, open: OpenGround, log: Logger): Promise<() => Promise<void>> {
  const { db, filesFolder } = open
  const urls = { ...open.urls, redis: settings.redisUrl }
  const metrics = createMetrics()
  const app = buildApp({
    ...settings,
    db,
    jobsUrl: urls.jobs,
    filesFolder,
    webFolder: WEB_FOLDER,
    log,
    metrics,
  })
  const server = settings.role === 'worker' ? app.probesOnly : app.api
  // Requests are answered before the runners of jobs have started: a second start is ready the sooner.
  const port = await server.listen(settings.host, settings.port)
  const starting =
    settings.role === 'web'
      ? startAnnouncing(db, urls, app, log)
      : startBackground(db, urls, app, log, metrics)
  const background = await starting.catch(async (error) => {
    await server.stop()
    throw error
  })
  await announce(settings, open, port)
  return async () => {
    say('stopping: finishing what is under way')
    await server.stop()
    await background.stop()
    await open.close()
  }
}

async function announce(settings: Settings, { db }: OpenGround, port: number): Promise<void> {
  const url =
    settings.publicUrl ??
    `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`
  const token = settings.role === 'worker' ? null : await ensureSetupToken(db, settings.setupToken)
  if (url.startsWith('http://') && !isLoopback(settings.host)) {
    say(
      'warning: plain http beyond this machine; passwords and cookies can be read on the way. Put https before it and set PUBLIC_URL.',
    )
  }
  say(`Docket is ready at ${url}`)
  if (token !== null) say(`Set it up at ${url}/setup?token=${encodeURIComponent(token)}`)
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false
  const onSignal = () => {
    if (stopping) process.exit(1)
    stopping = true
    const late = setTimeout(() => process.exit(1), STOP_MS_MAX)
    late.unref()
    stop().then(
      () => process.exit(0),
      (error) => {
        console.error(failureSentence(error))
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

main().catch((error) => {
  console.error(failureSentence(error))
  process.exit(1)
})
