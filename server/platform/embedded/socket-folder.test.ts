import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EmbeddedDeath } from './embedded-server.ts'
import { currentIdentity } from './identity.ts'
import { makeSocketFolder, removeSocketFolder } from './socket-folder.ts'
import { ask, serverPid, type TrialDesks, trialDesks } from './trial-desks.ts'

let desks: TrialDesks
let folder: string
beforeEach(() => {
  desks = trialDesks()
  folder = mkdtempSync(join(tmpdir(), 'docket-socket-'))
})
afterEach(async () => {
  await desks.end()
  rmSync(folder, { recursive: true, force: true })
})

test('a long path of the data folder still gets a server, also after the folder of its socket was removed', async () => {
  const dataDir = join(desks.newDataDir(), 'long-'.repeat(20), 'with space, comma')
  const server = await desks.start(dataDir)
  expect(Buffer.byteLength(join(server.socketDir, '.s.PGSQL.5432'))).toBeLessThan(104)
  expect(statSync(server.socketDir).mode & 0o777).toBe(0o700)
  const death = new Promise<EmbeddedDeath>((resolve) => server.onDeath(resolve))
  rmSync(server.socketDir, { recursive: true })
  process.kill(serverPid(dataDir), 'SIGKILL')
  await (await death).restarted
  expect(await ask(server.appUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  await server.stop()
  expect(statSync(server.socketDir, { throwIfNoEntry: false })).toBe(undefined)
})

test('a recorded folder is used again, but not one that others may enter', async () => {
  const home = join(folder, 'h'.repeat(100))
  mkdirSync(home)
  const first = await makeSocketFolder(home, currentIdentity(), folder)
  expect(await makeSocketFolder(home, currentIdentity(), folder)).toBe(first)
  const foreign = join(folder, 'foreign')
  mkdirSync(foreign, { mode: 0o755 })
  writeFileSync(join(home, 'postgres-socket-folder'), foreign)
  const second = await makeSocketFolder(home, currentIdentity(), folder)
  expect(second).not.toBe(foreign)
  removeSocketFolder(home, second)
  expect(statSync(second, { throwIfNoEntry: false })).toBe(undefined)
})
