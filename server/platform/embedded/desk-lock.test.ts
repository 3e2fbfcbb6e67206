import { once } from 'node:events'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { becomes } from '../../../test/harness/becomes.ts'
import { DESK_LOCK_HOLDERS, holdDeskLock } from './desk-lock.ts'
import type { EmbeddedDeath, EmbeddedServer } from './embedded-server.ts'
import { isAlive } from './postmaster-pid.ts'
import { ask, removeUsedDataDir, serverPid, type TrialDesks, trialDesks } from './trial-desks.ts'

let desks: TrialDesks
beforeEach(() => {
  desks = trialDesks()
})
afterEach(() => desks.end())
afterAll(removeUsedDataDir)

const holders = (server: EmbeddedServer) =>
  ask(server.superuserUrl, DESK_LOCK_HOLDERS.replace('$1', "'docket'")).then((rows) => rows.length)

test('a second desk on the folder is refused and does not harm the first', async () => {
  const dataDir = await desks.usedDataDir()
  const { child, report } = await desks.startProcess(dataDir)
  await expect(desks.start(dataDir)).rejects.toMatchObject({
    code: 'desk-running',
    message: expect.stringContaining('already runs'),
  })
  expect(await ask(report.ownerUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  expect(child.exitCode).toBe(null)
})

test('the lock is one desk at a time and free again when released', async () => {
  const server = await desks.start(await desks.usedDataDir())
  const lock = await holdDeskLock(server.ownerUrl)
  await expect(holdDeskLock(server.appUrl)).rejects.toMatchObject({ code: 'desk-running' })
  await lock.release()
  await (await holdDeskLock(server.appUrl)).release()
})

test('the lock is taken again after the server was restarted', async () => {
  const dataDir = await desks.usedDataDir()
  const server = await desks.start(dataDir)
  const lock = await holdDeskLock(server.ownerUrl)
  const death = new Promise<EmbeddedDeath>((resolve) => server.onDeath(resolve))
  process.kill(serverPid(dataDir), 'SIGKILL')
  await (await death).restarted
  await becomes(async () => expect(await holders(server)).toBe(1))
  await lock.release()
  expect(await holders(server)).toBe(0)
})

test('a desk whose lock was taken by another in between is told', async () => {
  const server = await desks.start(await desks.usedDataDir())
  const lost = vi.fn()
  const lock = await holdDeskLock(server.ownerUrl, lost)
  // One statement ends the first desk's connection and makes the lock ours before it can come back.
  const key = '110386840822132'
  const rival = holdUntilReleased(server.superuserUrl, key)
  await becomes(() => expect(lost).toHaveBeenCalledOnce())
  expect(lost.mock.calls[0]?.[0]).toMatchObject({ code: 'desk-running' })
  await lock.release()
  await (await rival).end()
})

test('stop leaves the server running when another desk uses it by now', async () => {
  const dataDir = await desks.usedDataDir()
  const server = await desks.start(dataDir)
  const pid = serverPid(dataDir)
  const { child, report } = await desks.startProcess(dataDir)
  expect(report.adopted).toBe(true)
  await server.stop()
  expect(isAlive(pid)).toBe(true)
  expect(await ask(report.ownerUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  child.kill('SIGKILL')
  await once(child, 'exit')
})

async function holdUntilReleased(url: string, key: string) {
  const { Client } = await import('pg')
  const client = new Client({ connectionString: url })
  await client.connect()
  const queued = client.query(`SELECT pg_advisory_lock(${key})`)
  await ask(
    url,
    `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()`,
  )
  await queued
  return client
}
