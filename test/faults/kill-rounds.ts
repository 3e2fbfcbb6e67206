import { type DeskProcess, startDeskProcess } from './desk-process.ts'
import { brokenPromises, untilSettled } from './ledger.ts'
import { beatingPools, recordBeats, strandedUntil } from './stranded.ts'
import { setUpTrialDesk, startLoad } from './ticket-load.ts'
import { startTrialServer, type TrialServer } from './trial-server.ts'
import { until } from './until.ts'

/** What a run of kills saw. `broken` must be empty and `strandedMsMost` below 30 s. */
export type KillReport = {
  broken: string[]
  kills: Record<string, number>
  tickets: number
  mails: number
  tries: Record<string, number>
  /** The longest that jobs of a killed worker waited for another, in the time of the workers that lived. */
  strandedMsMost: number
  strandedJobs: number
}

export type KillOptions = {
  atOnce: number
  /** Acknowledgements between two kills, so that each one comes under load. */
  answersBetween: number
  /** Goes on for another round; each kills the web process, the worker, Postgres and one of its backends. */
  another: (round: number) => boolean
  log: (line: string) => void
}

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
  await recordBeats(server.superuserUrl)
  const dead: string[] = []
  const kills: Record<string, number> = { web: 0, worker: 0, postgres: 0, backend: 0 }
  const victims: Record<string, () => Promise<void>> = {
    async web() {
      await web.kill()
      web = await start('web')
    },
    async worker() {
      dead.push(...(await beatingPools(server.superuserUrl)))
      await worker.kill()
      worker = await start('worker')
    },
    postgres: () => server.killAndRecover(),
    backend: () => server.killBackend(),
  }
  for (let round = 0; another(round); round += 1) {
    for (const [name, killOne] of Object.entries(victims)) {
      const reached = answers() + answersBetween
      await until(`${answersBetween} answers before the kill of ${name}`, () => answers() >= reached)
      log(`round ${round + 1}: killing ${name} after ${answers()} answers`)
      await killOne()
      kills[name] = (kills[name] ?? 0) + 1
    }
  }
  const reached = answers() + answersBetween
  await until('answers after the last kill', () => answers() >= reached)
  const refused = await load.finish()
  await untilSettled(server.superuserUrl)
  const stranded = await strandedUntil(server.superuserUrl, dead)
  return {
    broken: [...refused, ...(await brokenPromises(server.superuserUrl, load.acknowledged))],
    kills,
    tickets: load.acknowledged.tickets.size,
    mails: load.acknowledged.mails.size,
    tries: Object.fromEntries(load.tries),
    strandedMsMost: stranded.msMost,
    strandedJobs: stranded.jobs,
  }
}
