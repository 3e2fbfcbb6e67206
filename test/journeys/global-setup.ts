import { spawnSync } from 'node:child_process'
import { rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { startGround } from '../harness/database-server.ts'

/** Once for a run: builds the web app if it is not up to date, and starts the PostgreSQL that all desks share. */
// Playwright asks for a default.
export default async function setup(): Promise<() => Promise<void>> {
  buildWeb()
  const { ground, stop } = await startGround()
  process.env.JOURNEYS_GROUND = JSON.stringify(ground)
  return async () => {
    await stop()
    removeIfEmpty(process.env.JOURNEYS_OUTPUT ?? '')
  }
}

/** Only a run with failures leaves something behind. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // Something lies in it.
  }
}

function buildWeb(): void {
  const script = join(import.meta.dirname, '..', '..', 'bin', 'build-web.mjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the web app was not built:\n${stdout}${stderr}`)
}
