import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findBinaries } from './binaries.ts'
import { stopPostmaster } from './postmaster.ts'
import { ask, serverPid, type TrialDesks, trialDesks } from './trial-desks.ts'

const isRoot = process.getuid?.() === 0
const nobodys = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
const asNobody = { who: 'an ordinary user', command: nobodys }
const asMyself = { who: 'whoever runs the tests', command: [] }

/** The programs as a package leaves them whose install script did not run: without the links between libraries. */
const folder = mkdtempSync(join(tmpdir(), 'docket-read-only-'))
const programs = join(folder, 'native')
const moved = join(folder, 'update', 'native')
const missing: string[] = []

let desks: TrialDesks
beforeAll(() => {
  chmodSync(folder, 0o755)
  cpSync(findBinaries(), programs, { recursive: true })
  const links: { target: string }[] = JSON.parse(readFileSync(join(programs, 'pg-symlinks.json'), 'utf8'))
  for (const { target } of links) {
    missing.push(join(folder, target))
    rmSync(join(folder, target), { force: true })
  }
  chmodSync(join(programs, 'lib'), 0o555)
})
afterAll(() => {
  chmodSync(join(programs, 'lib'), 0o755)
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  desks = trialDesks()
})
afterEach(() => desks.end())

/** Makes the folder read-only also for root, who may write whatever its mode says: by a mount of its own. */
const remount = `mount --bind ${folder} ${folder} && mount -o remount,ro,bind ${folder} && exec "$@"`
const asRoot = { who: 'root', command: ['unshare', '--mount', 'sh', '-c', remount, 'sh'] }

function mayMount(): boolean {
  const [program = '', ...args] = [...asRoot.command, 'true']
  return spawnSync(program, args).status === 0
}

describe('a desk whose node_modules cannot be written', () => {
  test.each(isRoot ? (mayMount() ? [asRoot, asNobody] : [asNobody]) : [asMyself])(
    'starts its PostgreSQL as $who, also after an update has put it elsewhere',
    async ({ command }) => {
      const dataDir = desks.newDataDir()
      const startOnce = async (nativeFolder: string) => {
        const { child, report } = await desks.startProcess(dataDir, { command, nativeFolder })
        const rows = await ask(report.ownerUrl, 'SELECT 1 AS one')
        const ended = once(child, 'exit')
        child.kill('SIGKILL')
        await ended
        await stopPostmaster(serverPid(dataDir), join(dataDir, 'postgres'))
        return { ...report, rows }
      }
      expect(await startOnce(programs)).toMatchObject({ firstRun: true, rows: [{ one: 1 }] })
      mkdirSync(dirname(moved))
      renameSync(programs, moved)
      const second = await startOnce(moved).finally(() => {
        renameSync(moved, programs)
        rmdirSync(dirname(moved))
      })
      expect(second).toMatchObject({ firstRun: false, adopted: false, rows: [{ one: 1 }] })
      expect(missing.filter((link) => existsSync(link))).toEqual([])
    },
  )
})
