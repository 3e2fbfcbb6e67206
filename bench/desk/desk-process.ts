import { rmSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { buildApp, openGround, startBackground } from '../../server/app/index.ts'
import { ensureSetupToken } from '../../server/directory/tenants/index.ts'
import { readSettings } from '../../server/platform/config/index.ts'
import { createLog, createMetrics } from '../../server/platform/observability/index.ts'
import { answerCalls } from '../children/answer-calls.ts'
import type { HttpRequest } from '../load/requests.ts'
import { type RecordedTrip, recordStatements } from './record-statements.ts'
import type { CpuProfile } from './summarise-profile.ts'

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** What the process of a measured desk answers. */
export type DeskCalls = {
  where: [null, { port: number; appUrl: string; ownerUrl: string; setupToken: string }]
  record: [{ requests: readonly HttpRequest[]; times: number }, RecordedTrip[][][]]
  /** CPU time of this process so far, in microseconds. */
  cpu: [null, number]
  /** Its memory now, and the longest the event loop stood still since the last such call. */
  strain: [null, { loopMaxMs: number }]
  /** What the process holds, without what is yet to be collected. */
  heldBytes: [null, number]
  startProfile: [null, null]
  stopProfile: [null, CpuProfile]
}

const SETUP_TOKEN = 'bench-setup-token-bench'
const PROFILE_INTERVAL_US = 200

/** The same wiring as a desk's own entry, that can also record what routes send and profile itself. */
const settings = readSettings({ ...process.env, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'warn' })
const log = createLog(settings.logLevel)
const metrics = createMetrics()
const ground = await openGround(settings, 'docket-bench', () => {})
const { db, urls, roles, filesFolder } = ground
const app = buildApp({ ...settings, db, jobsUrl: urls.jobs, filesFolder, log, metrics })
const background = await startBackground(db, urls, app, log, metrics)
const port = await app.api.listen(settings.host, settings.port)
const session = new Session()
const loopDelay = monitorEventLoopDelay({ resolution: 2 })
loopDelay.enable()

answerCalls<DeskCalls>(
  {
    async where() {
      const setupToken = (await ensureSetupToken(db, SETUP_TOKEN)) ?? SETUP_TOKEN
      return { port, appUrl: urls.app, ownerUrl: urls.owner, setupToken }
    },
    record: ({ requests, times }) => recordStatements(urls, roles, filesFolder, requests, times),
    async cpu() {
      const { user, system } = process.cpuUsage()
      return user + system
    },
    async strain() {
      const loopMaxMs = loopDelay.max / 1e6
      loopDelay.reset()
      return { loopMaxMs }
    },
    async heldBytes() {
      // Garbage made the memory of a stream anything from 22 to 27 KB.
      collect()
      return process.memoryUsage.rss()
    },
    async startProfile() {
      session.connect()
      await session.post('Profiler.enable')
      await session.post('Profiler.setSamplingInterval', { interval: PROFILE_INTERVAL_US })
      await session.post('Profiler.start')
      return null
    },
    async stopProfile() {
      const { profile } = await session.post('Profiler.stop')
      session.disconnect()
      return profile as CpuProfile
    },
  },
  async () => {
    await app.api.stop()
    await background.stop()
    await ground.close()
    // Here and not in the parent, which may have been killed.
    rmSync(settings.dataDir, { recursive: true, force: true })
  },
)
