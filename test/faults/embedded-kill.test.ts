import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startEmbedded } from '../../server/platform/embedded/index.ts'
import { type DeskProcess, isReady, startDeskProcess } from './desk-process.ts'
import { brokenPromises } from './ledger.ts'
import { setUpTrialDesk, startLoad } from './ticket-load.ts'
import { postmasterPid, TRIAL_TOKEN } from './trial-server.ts'
import { until } from './until.ts'

let folder: string
let dataDir: string
let desk: DeskProcess | undefined

beforeAll(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'docket-embedded-'))
  chmodSync(folder, 0o755)
  dataDir = join(folder, 'data')
})
afterAll(async () => {
  await desk?.kill()
  // Takes over what a killed desk left, and stops it.
  if (existsSync(dataDir)) await (await startEmbedded({ dataDir, log: () => {} })).stop()
  rmSync(folder, { recursive: true, force: true })
})

const start = () => startDeskProcess({ DATA_DIR: dataDir, SETUP_TOKEN: TRIAL_TOKEN })

it('a desk with its own PostgreSQL loses nothing when it, or the server under it, is killed', async () => {
  desk = await start()
  const { apiKey } = await setUpTrialDesk(desk.url)
  const load = startLoad(() => desk?.url ?? '', apiKey, { atOnce: 3, mails: false })
  const more = async (what: string) => {
    const reached = load.acknowledged.tickets.size + 30
    await until(`tickets ${what}`, () => load.acknowledged.tickets.size >= reached)
  }
  await more('before the first kill')
  const server = postmasterPid(dataDir)
  await desk.kill()
  expect(isAlive(server)).toBe(true)

  desk = await start()
  expect(postmasterPid(dataDir)).toBe(server)
  expect(desk.output()).not.toContain('migrating')
  await more('after the second start')

  process.kill(server, 'SIGKILL')
  await until('the end of the server', () => !isAlive(server))
  await more('after the server was killed')
  expect(postmasterPid(dataDir)).not.toBe(server)
  expect(await isReady(desk.url)).toBe(true)

  expect(await load.finish()).toEqual([])
  await desk.kill()
  const left = await startEmbedded({ dataDir, log: () => {} })
  try {
    expect(left.adopted).toBe(true)
    expect(load.acknowledged.tickets.size).toBeGreaterThanOrEqual(90)
    expect(await brokenPromises(left.superuserUrl, load.acknowledged)).toEqual([])
  } finally {
    await left.stop()
  }
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
