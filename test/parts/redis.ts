import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Daemon, startDaemon } from './daemon.ts'
import { freePorts } from './free-port.ts'
import { hasPart, programPath } from './part.ts'

/** Debian's Redis, which a test may kill, freeze and start again on the same port. It keeps nothing on disk. */
export type TrialRedis = {
  readonly url: string
  start(): Promise<void>
  /** SIGKILL, and until it is gone. */
  kill(): Promise<void>
  freeze(): void
  thaw(): void
  stop(): Promise<void>
}

/** Whether redis-server is installed; see `hasPart`. */
export const hasRedis = (): boolean => hasPart('Redis', ['redis-server'])

/** Chooses a free port; `isUp: false` leaves the start to the test. */
export async function startRedis({ isUp = true, password = '' } = {}): Promise<TrialRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'docket-redis-'))
  const [port = 0] = await freePorts(1)
  const bare = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    folder,
  ]
  const args = password === '' ? bare : [...bare, '--requirepass', password]
  let daemon: Daemon | undefined
  const kill = async () => {
    await daemon?.kill()
    daemon = undefined
  }
  const start = async () => {
    daemon = await startDaemon(programPath('redis-server') ?? 'redis-server', args, [port])
  }
  if (isUp) await start()
  return {
    url: `redis://${password === '' ? '' : `:${password}@`}127.0.0.1:${port}`,
    start,
    kill,
    freeze: () => daemon?.signal('SIGSTOP'),
    thaw: () => daemon?.signal('SIGCONT'),
    async stop() {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
