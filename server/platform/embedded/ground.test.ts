import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findBinaries, prepareBinaries } from './binaries.ts'
import { findGround, possibleWays } from './ground.ts'
import { namespaceIdentity, tryProgram, userIdentity } from './identity.ts'
import {
  ask,
  closedFolder,
  removeUsedDataDir,
  serverPid,
  type TrialDesks,
  trialDesks,
} from './trial-desks.ts'

const isRoot = process.getuid?.() === 0
const nobody = { uid: 65_534, gid: 65_534 }
const hasNamespaces = isRoot && tryProgram(namespaceIdentity(nobody), process.execPath, '/', process.env).ok
const nobodyMayRunThis =
  isRoot && tryProgram(userIdentity(nobody), process.execPath, import.meta.dirname, process.env).ok

let desks: TrialDesks
let dataDir: string
let folder: string
beforeEach(() => {
  desks = trialDesks()
  dataDir = desks.newDataDir()
  folder = dirname(dataDir)
})
afterEach(() => desks.end())
afterAll(removeUsedDataDir)

/** The programs in a folder that everybody may enter, wherever the project itself lies. */
const openPrograms = join(mkdtempSync(join(tmpdir(), 'docket-programs-')), 'native')
beforeAll(() => {
  chmodSync(dirname(openPrograms), 0o755)
  cpSync(findBinaries(), openPrograms, { recursive: true })
})
afterAll(() => rmSync(dirname(openPrograms), { recursive: true }))

const ground = (nativeFolder: string, ways = possibleWays()) => {
  const binaries = prepareBinaries(nativeFolder, join(dataDir, 'postgres-lib'))
  return findGround({ dataDir, binaries, ways, copyRoot: join(folder, 'copies') })
}

describe.runIf(isRoot)('as root', () => {
  test('an unprivileged user runs the server where one may enter', async () => {
    mkdirSync(dataDir)
    expect(ground(openPrograms).way).toBe('user')
    await desks.start(dataDir, { nativeFolder: openPrograms })
    expect(statSync(`/proc/${serverPid(dataDir)}`).uid).not.toBe(0)
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(statSync(`/proc/${serverPid(dataDir)}`).uid)
  })

  test.runIf(hasNamespaces)(
    'a user namespace is taken in a folder of mode 0700, and the files stay root’s',
    async () => {
      closedFolder(folder)
      mkdirSync(dataDir)
      expect(ground(openPrograms).way).toBe('namespace')
      const server = await desks.start(dataDir, { nativeFolder: openPrograms })
      expect(statSync(join(dataDir, 'postgres')).uid).toBe(0)
      expect(await ask(server.appUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    },
  )

  test('without user namespaces programs and data are copied out of a closed folder', async () => {
    closedFolder(folder)
    const copyRoot = join(dirname(folder), `${folder.split('/').at(-1)}-copies`)
    try {
      const internals = { ways: ['user', 'copy'] as const, copyRoot }
      const first = await desks.start(dataDir, internals)
      await ask(first.ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS answer')
      await first.stop()
      expect(readlinkSync(join(dataDir, 'postgres')).startsWith(copyRoot)).toBe(true)

      // Also when the folder is opened later, the data stay where they are.
      chmodSync(folder, 0o755)
      const second = await desks.start(dataDir, { copyRoot })
      expect(await ask(second.ownerUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
      await second.stop()

      // A data folder made anew is a new desk; the old cluster is set aside.
      rmSync(dataDir, { recursive: true })
      const third = await desks.start(dataDir, internals)
      expect(third.firstRun).toBe(true)
      await third.stop()
    } finally {
      await desks.end()
      rmSync(copyRoot, { recursive: true, force: true })
    }
  })

  test('a cluster moves along when only a copy is left as a way, and its owner follows the way', async () => {
    const copyRoot = `${folder}-copies`
    try {
      const first = await desks.start(dataDir)
      await ask(first.ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS answer')
      await first.stop()
      closedFolder(folder)
      const second = await desks.start(dataDir, { ways: ['copy'], copyRoot })
      expect(await ask(second.ownerUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
      expect(lstatSync(join(dataDir, 'postgres')).isSymbolicLink()).toBe(true)
      await second.stop()
    } finally {
      await desks.end()
      rmSync(copyRoot, { recursive: true, force: true })
    }
  })

  test('no way at all is said plainly', () => {
    closedFolder(folder)
    mkdirSync(dataDir)
    expect(() => ground(findBinaries(), ['user'])).toThrow(
      expect.objectContaining({
        code: 'cannot-leave-root',
        message: expect.stringContaining('DATABASE_URL'),
      }),
    )
  })

  test.runIf(nobodyMayRunThis)('an ordinary user runs the server directly', async () => {
    const command = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
    const { report } = await desks.startProcess(dataDir, { command })
    expect(report).toMatchObject({ adopted: false, firstRun: true })
    expect(statSync(`/proc/${serverPid(dataDir)}`).uid).toBe(65_534)
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
    expect(await ask(report.ownerUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test.runIf(nobodyMayRunThis)('an ordinary user is told when the data are another’s', async () => {
    const used = await desks.usedDataDir()
    const entry = join(import.meta.dirname, 'trial-desk-process.ts')
    const run = spawnSync(
      'setpriv',
      ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, entry, used],
      { encoding: 'utf8' },
    )
    expect(run.stderr).toContain('data-not-writable')
    expect(run.status).toBe(1)
  })
})

describe('programs whose install script did not run', () => {
  test('get their library links beside them, again and again', () => {
    const links = () => existsSync(join(openPrograms, 'lib', 'libpq.so.5'))
    for (const name of ['libpq.so.5', 'libicuuc.so.60', 'libicudata.so.60', 'libicui18n.so.60']) {
      rmSync(join(openPrograms, 'lib', name), { force: true })
    }
    expect(links()).toBe(false)
    for (const _ of [1, 2])
      expect(prepareBinaries(openPrograms, join(folder, 'links')).libraryPath).toBe(undefined)
    expect(links()).toBe(true)
  })
})
