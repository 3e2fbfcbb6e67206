import { type DeskProcess, startDeskProcess } from './desk-process.ts'
import { brokenPromises, untilSettled } from './ledger.ts'
import { setUpTrialDesk, startLoad } from './ticket-load.ts'
import { ask, startTrialServer, type TrialServer } from './trial-server.ts'
import { until } from './until.ts'

/** What a run of kills saw. `broken` must be empty and `strandedMsMost` below 30 s. */
export type KillReport = {
  broken: string[]
  kills: Record<string, number>
  tickets: number
  mails: number
  tries: Record<string, number>
  /** The longest that jobs of a killed worker waited for another. */
  strandedMsMost: number
  strandedJobs: number
  settledMs: number
}

export type KillOptions = {
  atOnce: number
  /** Acknowledgements between two kills, so that each one comes under load. */
  answersBetween: number
  /** Goes on for another round; each kills the web process, the worker, Postgres and one of its backends. */
  another: (round: number) => boolean
  log: (line: string) => void
}

const PROGRESS_MS_MAX = 60_000
const SETTLE_MS_MAX = 120_000
const SAID_MAX = 4_000

/** Kills web, worker and Postgres again and again under load, then compares what was acknowledged with what is there. */
export async function runKillRounds(options: KillOptions): Promise<KillReport> {
  const server = await startTrialServer()
  const desks: DeskProcess[] = []
  const died: string[] = []
  const start = async (role: 'web' | 'worker') => {
    const desk = await startDeskProcess({ ...server.env, ROLE: role })
    desks.push(desk)
    void desk.ended.then(({ code, signal }) => {
      if (signal !== 'SIGKILL') died.push(`${role} ended by itself (${code ?? signal}): ${lastOf(desk)}`)
    })
    return desk
  }
  try {
    const report = await killUnderLoad(server, start, options)
    return { ...report, broken: [...died, ...report.broken] }
  } catch (cause) {
    const said = desks.slice(-2).map((desk) => `${desk.url}: ${lastOf(desk)}`)
    throw new Error([...died, ...said, String(cause)].join('\n'), { cause })
  } finally {
    for (const desk of desks) await desk.kill()
    await server.stop()
  }
}

function lastOf(desk: DeskProcess): string {
  return desk.output().slice(-SAID_MAX)
}

async function killUnderLoad(
  server: TrialServer,
  start: (role: 'web' | 'worker') => Promise<DeskProcess>,
  { atOnce, answersBetween, another, log }: KillOptions,
): Promise<KillReport> {
  let web = await start('web')
  let worker = await start('worker')
  const { apiKey } = await setUpTrialDesk(web.url)
  const load = startLoad(() => web.url, apiKey, { atOnce })
  const answers = () => load.acknowledged.tickets.size + load.acknowledged.mails.size
  const stranded = watchStranded(server.superuserUrl)
  const kills: Record<string, number> = { web: 0, worker: 0, postgres: 0, backend: 0 }
  const victims: Record<string, () => Promise<void>> = {
    async web() {
      await web.kill()
      web = await start('web')
    },
    async worker() {
      const pools = await lockingPools(server.superuserUrl)
      await worker.kill()
      stranded.add(pools)
      worker = await start('worker')
    },
    postgres: () => server.killAndRecover(),
    backend: () => server.killBackend(),
  }
  for (let round = 0; another(round); round += 1) {
    for (const [name, killOne] of Object.entries(victims)) {
      const reached = answers() + answersBetween
      await until(
        `${answersBetween} answers before the kill of ${name}`,
        PROGRESS_MS_MAX,
        () => answers() >= reached,
      )
      log(`round ${round + 1}: killing ${name} after ${answers()} answers`)
      await killOne()
      kills[name] = (kills[name] ?? 0) + 1
    }
  }
  const reached = answers() + answersBetween
  await until('answers after the last kill', PROGRESS_MS_MAX, () => answers() >= reached)
  const refused = await load.finish()
  const settledMs = await untilSettled(server.superuserUrl, SETTLE_MS_MAX)
  const { msMost, jobs } = await stranded.stop()
  return {
    broken: [...refused, ...(await brokenPromises(server.superuserUrl, load.acknowledged))],
    kills,
    tickets: load.acknowledged.tickets.size,
    mails: load.acknowledged.mails.size,
    tries: Object.fromEntries(load.tries),
    strandedMsMost: msMost,
    strandedJobs: jobs,
    settledMs,
  }
}

/** Measures how long jobs stay locked by pools whose process was killed. */
function watchStranded(url: string) {
  const killedAt = new Map<string, number>()
  const jobs = new Set<string>()
  let msMost = 0
  let stopped = false
  const watch = async () => {
    while (!stopped) {
      const locked = await lockedJobs(url).catch(() => [])
      for (const { id, pool } of locked) {
        const at = killedAt.get(pool)
        if (at === undefined) continue
        jobs.add(id)
        msMost = Math.max(msMost, performance.now() - at)
      }
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
  const watching = watch()
  return {
    add(pools: readonly string[]) {
      for (const pool of pools) killedAt.set(pool, performance.now())
    },
    async stop() {
      stopped = true
      await watching
      return { msMost: Math.round(msMost), jobs: jobs.size }
    },
  }
}

function lockedJobs(url: string): Promise<{ id: string; pool: string }[]> {
  return ask(url, 'SELECT id::text, locked_by AS pool FROM graphile_worker.jobs WHERE locked_by IS NOT NULL')
}

async function lockingPools(url: string): Promise<string[]> {
  return (await ask<{ id: string }>(url, 'SELECT worker_id AS id FROM app.worker_heartbeat')).map(
    (row) => row.id,
  )
}
