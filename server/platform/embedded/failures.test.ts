import { execFileSync } from 'node:child_process'
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findBinaries } from './binaries.ts'
import { EmbeddedError } from './embedded-error.ts'
import { ask, removeUsedDataDir, type TrialDesks, trialDesks } from './trial-desks.ts'

const isRoot = process.getuid?.() === 0

let desks: TrialDesks
beforeEach(() => {
  desks = trialDesks()
})
afterEach(() => desks.end())
afterAll(removeUsedDataDir)

async function failure(dataDir: string, nativeFolder?: string): Promise<EmbeddedError> {
  const outcome = await desks
    .start(dataDir, nativeFolder ? { nativeFolder } : {})
    .catch((error: unknown) => error)
  if (outcome instanceof EmbeddedError) return outcome
  throw new Error(`expected an EmbeddedError, got ${outcome}`)
}

describe('a data folder that cannot be used', () => {
  test.each([
    ['PG_VERSION is missing', 'PG_VERSION', () => {}],
    ['PG_VERSION is garbage', 'PG_VERSION', (file: string) => writeFileSync(file, 'eighteen')],
    ['pg_control is missing', 'global/pg_control', () => {}],
    ['pg_control is empty', 'global/pg_control', (file: string) => writeFileSync(file, '')],
    ['pg_control is garbage', 'global/pg_control', (file: string) => writeFileSync(file, 'x'.repeat(8192))],
    ['the log of changes is gone', 'pg_wal', (folder: string) => mkdirSync(folder, { mode: 0o700 })],
    ['the access rules are gone', 'pg_hba.conf', () => {}],
  ])('is named damaged when %s, and is not touched', async (_, name, putInstead) => {
    const dataDir = await desks.usedDataDir()
    const { before, error } = await failureWith(dataDir, name, putInstead)
    expect(error.code).toBe('data-damaged')
    expect(error.message).toContain(dataDir)
    expect(error.message).toContain('backup')
    expect(readdirSync(join(dataDir, 'postgres')).sort()).toEqual(before)
  })

  test('is named when another major version made it', async () => {
    const dataDir = await desks.usedDataDir()
    const { error } = await failureWith(dataDir, 'PG_VERSION', (file) => writeFileSync(file, '17\n'))
    expect(error.code).toBe('data-other-version')
    expect(error.message).toContain('PostgreSQL 17')
  })

  test('is named when it is a file', async () => {
    const dataDir = desks.newDataDir()
    writeFileSync(dataDir, '')
    expect(await failure(dataDir)).toMatchObject({ code: 'data-not-writable' })
  })

  test('is named when its passwords cannot be read', async () => {
    const dataDir = desks.newDataDir()
    mkdirSync(dataDir)
    writeFileSync(join(dataDir, 'postgres-credentials.json'), '{"postgres": "hunter2hunter2hunter2hunter2"')
    const error = await failure(dataDir)
    expect(error.code).toBe('data-damaged')
    expect(error.message).not.toContain('hunter2')
  })
})

describe.runIf(isRoot)('a full disk', () => {
  let mount: string
  beforeEach(() => {
    mount = desks.newDataDir()
    mkdirSync(mount)
  })
  afterEach(() => void execFileSync('umount', ['--lazy', mount]))

  test('is named in the first run, which leaves nothing half made', async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=20m,mode=755', 'tmpfs', mount])
    const dataDir = join(mount, 'data')
    const error = await failure(dataDir)
    expect(error.code).toBe('disk-full')
    expect(error.message).toContain(dataDir)
    expect(readdirSync(dataDir).filter((name) => /init|^postgres$/.test(name))).toEqual([])
  })

  test('is named at a later start, and the desk starts once there is space again', async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=80m,mode=755', 'tmpfs', mount])
    const dataDir = join(mount, 'data')
    cpSync(await desks.usedDataDir(), dataDir, { recursive: true })
    const filler = join(mount, 'filler')
    writeFileSync(filler, Buffer.alloc(statfsSync(mount).bfree * statfsSync(mount).bsize))
    expect(await failure(dataDir)).toMatchObject({ code: 'disk-full' })
    rmSync(filler)
    const server = await desks.start(dataDir)
    expect(await ask(server.appUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await server.stop()
  })
})

describe('programs that cannot run', () => {
  test('are named when a library is missing', async () => {
    const dataDir = desks.newDataDir()
    const native = join(dirname(dataDir), 'programs', 'native')
    mkdirSync(dirname(native))
    cpSync(findBinaries(), native, { recursive: true })
    rmSync(join(native, 'lib', 'libssl.so.1.1'))
    const error = await failure(dataDir, native)
    expect(error.code).toBe('libraries-missing')
    expect(error.message).toContain('libssl.so.1.1')
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false)
  })

  test('are named when there are none for this system', () => {
    const [platform, arch] = ['platform', 'arch'].map((name) =>
      Object.getOwnPropertyDescriptor(process, name),
    )
    try {
      Object.defineProperty(process, 'platform', { ...platform, value: 'win32' })
      expect(findBinaries).toThrow(expect.objectContaining({ code: 'platform-unsupported' }))
      expect(findBinaries).toThrow('WSL')
      Object.defineProperty(process, 'platform', { ...platform, value: 'darwin' })
      Object.defineProperty(process, 'arch', { ...arch, value: 'arm64' })
      expect(findBinaries).toThrow(expect.objectContaining({ code: 'binaries-missing' }))
    } finally {
      Object.defineProperty(process, 'platform', { ...platform })
      Object.defineProperty(process, 'arch', { ...arch })
    }
  })
})

/** Tries to start with something else, or nothing, in the place of one file of the cluster, and puts the file back. */
async function failureWith(dataDir: string, name: string, putInstead: (path: string) => void) {
  const cluster = join(dataDir, 'postgres')
  const path = join(cluster, name)
  const before = readdirSync(cluster).sort()
  renameSync(path, join(dataDir, 'aside'))
  try {
    putInstead(path)
    if (isRoot && existsSync(path)) chownSync(path, statSync(cluster).uid, statSync(cluster).gid)
    return { error: await failure(dataDir), before }
  } finally {
    rmSync(path, { recursive: true, force: true })
    renameSync(join(dataDir, 'aside'), path)
  }
}
