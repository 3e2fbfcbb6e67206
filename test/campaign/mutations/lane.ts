import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../../../server/platform/embedded/index.ts'

/** A copy of the tree to break, and a PostgreSQL of its own: the template and the roles of two runs would collide. */
export type Lane = { tree: string; databaseUrl: string; stop(): Promise<void> }

/** Copies the tree into `folder` and starts its server there. Whoever calls it removes the folder after `stop`. */
export async function openLane(folder: string): Promise<Lane> {
  const tree = join(folder, 'tree')
  copyTree(resolve(import.meta.dirname, '../../..'), tree)
  const server = await startEmbedded({ dataDir: join(folder, 'data'), log: () => {} })
  await withoutDiskFlushes(server.superuserUrl)
  return { tree, databaseUrl: server.superuserUrl, stop: () => server.stop() }
}

/** The files that git knows, so that nothing half-written of a build comes along. */
function copyTree(from: string, to: string): void {
  const names = execFileSync('git', ['ls-files', '-z'], { cwd: from, encoding: 'utf8' }).split('\0')
  for (const name of names.filter((each) => each !== '')) {
    mkdirSync(dirname(join(to, name)), { recursive: true })
    cpSync(join(from, name), join(to, name))
  }
  symlinkSync(join(from, 'node_modules'), join(to, 'node_modules'))
}

/** As for `npm test`: nothing here outlives the machine, so nothing waits for its disk. */
async function withoutDiskFlushes(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('ALTER SYSTEM SET fsync = off')
  await client.query('ALTER SYSTEM SET full_page_writes = off')
  await client.query('SELECT pg_reload_conf()')
  await client.end()
}
