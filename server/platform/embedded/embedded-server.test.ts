import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { becomes } from '../../../test/harness/becomes.ts'
import { findBinaries } from './binaries.ts'
import type { EmbeddedDeath } from './embedded-server.ts'
import { isGoneWithin } from './postmaster.ts'
import { isAlive } from './postmaster-pid.ts'
import { readServerLog, serverLogFile } from './server-log.ts'
import { ask, removeUsedDataDir, serverPid, type TrialDesks, trialDesks } from './trial-desks.ts'

let desks: TrialDesks
beforeEach(() => {
  desks = trialDesks()
})
afterEach(() => desks.end())
afterAll(removeUsedDataDir)

const DATABASE_MADE = 'SELECT system_identifier::text AS made FROM pg_control_system()'

describe('start and stop', () => {
  test('a first run makes the database; a second start makes and repairs nothing and finds the same rows', async () => {
    const dataDir = desks.newDataDir()
    const first = await desks.start(dataDir)
    expect(first).toMatchObject({ adopted: false, firstRun: true })
    await ask(first.ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS answer')
    const made = await ask(first.superuserUrl, DATABASE_MADE)
    await first.stop()

    const log = serverLogFile(dataDir)
    const [loggedBytes, said] = [statSync(log).size, desks.lines.length]
    const second = await desks.start(dataDir)
    // What took long at the first start, and would after a crash.
    const steps = desks.lines.slice(said).filter((line) => !line.includes(' is still '))
    expect(steps).toEqual([expect.stringMatching(/^Starting PostgreSQL /)])
    expect(readServerLog(log, loggedBytes)).toMatch(/database system was shut down/)
    expect(readServerLog(log, loggedBytes)).not.toMatch(/recovery|redo|interrupted/)
    expect(await ask(second.superuserUrl, DATABASE_MADE)).toEqual(made)
    expect(second).toMatchObject({ adopted: false, firstRun: false })
    expect(await ask(second.ownerUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
  })

  test('stop leaves no process and no lock file behind', async () => {
    const dataDir = await desks.usedDataDir()
    const server = await desks.start(dataDir)
    const pid = serverPid(dataDir)
    const [{ backends } = {}] = await ask(
      server.superuserUrl,
      'SELECT array_agg(pid) AS backends FROM pg_stat_activity WHERE pid <> pg_backend_pid()',
    )
    await server.stop()
    for (const process of [pid, ...(backends as number[])]) expect(isAlive(process)).toBe(false)
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
    await server.stop()
  })

  test('the server is reached by its socket only, and by nobody without a password', async () => {
    const server = await desks.start(await desks.usedDataDir())
    const [settings] = await ask(
      server.superuserUrl,
      `SELECT current_setting('listen_addresses') AS addresses, current_setting('fsync') AS fsync`,
    )
    expect(settings).toEqual({ addresses: '', fsync: 'on' })
    expect(statSync(server.socketDir).mode & 0o777).toBe(0o700)
    for (const url of [server.superuserUrl, server.appUrl]) {
      const guessed = url.replace(/:[^:@]+@/, ':guess@')
      await expect(ask(guessed, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
    }
  })

  test('each role may do what it is for and no more', async () => {
    const server = await desks.start(await desks.usedDataDir())
    const rights = `SELECT current_user AS role, rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls AS special,
        has_database_privilege('docket', 'CREATE') AS creates, has_database_privilege('docket', 'TEMP') AS temp,
        (SELECT datdba FROM pg_database WHERE datname = 'docket') = pg_roles.oid AS owns
      FROM pg_roles WHERE rolname = current_user`
    const plain = { special: false, temp: false }
    expect(await ask(server.ownerUrl, rights)).toEqual([
      { role: 'docket_owner', creates: true, owns: true, ...plain },
    ])
    expect(await ask(server.appUrl, rights)).toEqual([
      { role: 'docket_app', creates: false, owns: false, ...plain },
    ])
    expect(await ask(server.jobsUrl, rights)).toEqual([
      { role: 'docket_jobs', creates: true, owns: false, ...plain },
    ])
    const elsewhere = server.appUrl.replace('/docket?', '/postgres?')
    await expect(ask(elsewhere, 'SELECT 1')).rejects.toMatchObject({ code: '42501' })
  })

  test('a kill in the middle of the first run leaves nothing that stops the next one', async () => {
    const dataDir = desks.newDataDir()
    const child = desks.spawnProcess(dataDir)
    const halfMade = () =>
      (existsSync(dataDir) ? readdirSync(dataDir) : []).filter((name) => /\.init-/.test(name))
    await becomes(() => expect(halfMade()).toHaveLength(1))
    process.kill(-(child.pid ?? 0), 'SIGKILL')
    await once(child, 'exit')
    expect(halfMade()).toHaveLength(1)
    expect((await desks.start(dataDir)).firstRun).toBe(true)
    expect(halfMade()).toEqual([])
  })

  test('roles and rights that were only half made are completed', async () => {
    const dataDir = await desks.usedDataDir()
    const server = await desks.start(dataDir)
    await ask(server.superuserUrl, `COMMENT ON DATABASE docket IS NULL`)
    await ask(server.superuserUrl, 'REVOKE ALL ON DATABASE docket FROM docket_jobs')
    await ask(server.superuserUrl, 'DROP ROLE docket_jobs')
    await server.stop()
    const next = await desks.start(dataDir)
    expect(next.firstRun).toBe(false)
    expect(await ask(next.jobsUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test('lost passwords are made anew without losing a row', async () => {
    const dataDir = await desks.usedDataDir()
    const server = await desks.start(dataDir)
    await ask(server.ownerUrl, 'CREATE TABLE found AS SELECT 42 AS answer')
    await server.stop()
    rmSync(join(dataDir, 'postgres-credentials.json'))
    const next = await desks.start(dataDir)
    expect(await ask(next.ownerUrl, 'SELECT answer FROM found')).toEqual([{ answer: 42 }])
  })

  test('no password reaches the log of the server', async () => {
    const dataDir = await desks.usedDataDir()
    const server = await desks.start(dataDir)
    await server.stop()
    const log = readFileSync(join(dataDir, 'postgres.log'), 'utf8')
    const secrets = Object.values(
      JSON.parse(readFileSync(join(dataDir, 'postgres-credentials.json'), 'utf8')),
    )
    expect(log).toContain('ready to accept connections')
    for (const secret of secrets) expect(log).not.toContain(secret)
    expect(statSync(join(dataDir, 'postgres-credentials.json')).mode & 0o777).toBe(0o600)
  })
})

describe('a server that was left running', () => {
  test('is adopted after its desk was killed, also together with its process group', async () => {
    const dataDir = await desks.usedDataDir()
    const { child, report } = await desks.startProcess(dataDir)
    const pid = serverPid(dataDir)
    process.kill(-report.pid, 'SIGINT')
    await once(child, 'exit')
    expect(isAlive(pid)).toBe(true)

    const server = await desks.start(dataDir)
    expect(server).toMatchObject({ adopted: true, firstRun: false })
    expect(serverPid(dataDir)).toBe(pid)
    expect(await ask(server.appUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await server.stop()
    expect(isAlive(pid)).toBe(false)
  })

  test('is adopted at once after SIGKILL, whose lock falls by itself, and started again when it dies', async () => {
    const dataDir = await desks.usedDataDir()
    const { child } = await desks.startProcess(dataDir)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const server = await desks.start(dataDir)
    expect(server.adopted).toBe(true)
    const death = new Promise<EmbeddedDeath>((resolve) => server.onDeath(resolve))
    process.kill(serverPid(dataDir), 'SIGKILL')
    await (await death).restarted
    expect(await ask(server.appUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test('is replaced when its programs were removed under it', async () => {
    const dataDir = await desks.usedDataDir()
    const programs = join(dirname(dataDir), 'programs', 'native')
    cpSync(findBinaries(), programs, { recursive: true })
    const { child } = await desks.startProcess(dataDir, { nativeFolder: programs })
    child.kill('SIGKILL')
    await once(child, 'exit')
    const pid = serverPid(dataDir)
    rmSync(dirname(programs), { recursive: true })
    const server = await desks.start(dataDir)
    expect(server.adopted).toBe(false)
    expect(isAlive(pid)).toBe(false)
  })

  test('is not confused with a stranger that has its number', async () => {
    const dataDir = await desks.usedDataDir()
    const cluster = join(dataDir, 'postgres')
    // A process of the server's own user: PostgreSQL believes that one to be a server.
    const { uid, gid } = statSync(cluster)
    const stranger = spawn('cat', { cwd: '/', ...(process.getuid?.() === 0 ? { uid, gid } : {}) })
    try {
      const lines = [stranger.pid, cluster, '1', '5432', join(dataDir, 'run'), '', '0 0', 'ready']
      writeFileSync(join(cluster, 'postmaster.pid'), `${lines.join('\n')}\n`)
      expect((await desks.start(dataDir)).adopted).toBe(false)
    } finally {
      stranger.kill()
    }
  })

  test('is left alone when it runs where its process cannot be seen', async () => {
    const dataDir = await desks.usedDataDir()
    const server = await desks.start(dataDir)
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid')
    const text = readFileSync(pidFile, 'utf8')
    writeFileSync(pidFile, text.replace(/^\d+/, '999999999'))
    await expect(desks.start(dataDir)).rejects.toMatchObject({ code: 'server-elsewhere' })
    writeFileSync(pidFile, text)
    expect(await ask(server.appUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })
})

describe('a server that dies while the desk runs', () => {
  test('is started again at the same address without losing a committed row, time after time', async () => {
    const dataDir = await desks.usedDataDir()
    const server = await desks.start(dataDir)
    await ask(server.ownerUrl, 'CREATE TABLE kept (round int)')
    const deaths: EmbeddedDeath[] = []
    server.onDeath((death) => void deaths.push(death))
    for (const round of [1, 2, 3]) {
      await ask(server.ownerUrl, `INSERT INTO kept VALUES (${round})`)
      const pid = serverPid(dataDir)
      process.kill(pid, 'SIGKILL')
      await becomes(() => expect(deaths).toHaveLength(round))
      await deaths[round - 1]?.restarted
      expect(serverPid(dataDir)).not.toBe(pid)
    }
    expect(await ask(server.ownerUrl, 'SELECT count(*)::int AS kept FROM kept')).toEqual([{ kept: 3 }])
    expect(deaths[0]?.reason).toContain('SIGKILL')
    const pid = serverPid(dataDir)
    await server.stop()
    expect(await isGoneWithin(pid, 0)).toBe(true)
    expect(deaths).toHaveLength(3)
  })

  test('is not started again once the desk stops', async () => {
    const dataDir = await desks.usedDataDir()
    const server = await desks.start(dataDir)
    const death = new Promise<EmbeddedDeath>((resolve) => server.onDeath(resolve))
    process.kill(serverPid(dataDir), 'SIGKILL')
    const { restarted } = await death
    const outcome = restarted.then(
      () => 'restarted',
      () => 'given up',
    )
    await server.stop()
    expect(['given up', 'restarted']).toContain(await outcome)
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid')) && isAlive(serverPid(dataDir))).toBe(false)
  })
})
