import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Daemon, startDaemon } from './daemon.ts'
import { freePorts } from './free-port.ts'
import { hasPart, programPath } from './part.ts'

/** Debian's PgBouncer in front of one server, for all its databases. */
export type Pooler = {
  /** The same address, but through the pooler. */
  through(url: string): string
  stop(): Promise<void>
}

/** Whether pgbouncer is installed; see `hasPart`. */
export const hasPgBouncer = (): boolean => hasPart('PgBouncer', ['pgbouncer'])

/**
 * Starts one on a free port before the server of these addresses, which it lets in as their users with their passwords.
 * It hands out the session that was used last, or all of them in turn.
 */
export async function startPgBouncer(
  mode: 'transaction' | 'session',
  urls: readonly [string, ...string[]],
  { inTurn = false }: { inTurn?: boolean } = {},
): Promise<Pooler> {
  const [port = 0] = await freePorts(1)
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'docket-pgbouncer-'))
  const conf = join(folder, 'pgbouncer.ini')
  const users = join(folder, 'users.txt')
  // It reads them as another user than root.
  chmodSync(folder, 0o755)
  writeFileSync(users, urls.map(userLine).join(''))
  writeFileSync(conf, configuration(port, mode, urls[0], users, inTurn))
  const [program, args] = asNoRoot(programPath('pgbouncer') ?? 'pgbouncer', conf)
  const remove = () => rmSync(folder, { recursive: true, force: true })
  let daemon: Daemon
  try {
    daemon = await startDaemon(program, args, [port])
  } catch (error) {
    remove()
    throw error
  }
  return {
    through(url) {
      const moved = new URL(url)
      moved.host = `127.0.0.1:${port}`
      // The embedded server's addresses name its socket so.
      moved.searchParams.delete('host')
      moved.searchParams.delete('port')
      return moved.href
    },
    async stop() {
      await daemon.kill()
      remove()
    },
  }
}

/** It refuses to be root: it becomes nobody, who may yet reach the server's socket in a folder that only root may enter. */
function asNoRoot(program: string, conf: string): [program: string, args: string[]] {
  if (process.getuid?.() !== 0) return [program, [conf]]
  const reach = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  return ['setpriv', ['--reuid=nobody', '--regid=nogroup', '--clear-groups', ...reach, program, conf]]
}

function userLine(url: string): string {
  const { username, password } = new URL(url)
  return `"${decodeURIComponent(username)}" "${decodeURIComponent(password)}"\n`
}

function configuration(port: number, mode: string, url: string, users: string, inTurn: boolean): string {
  const { hostname, port: ownPort, searchParams } = new URL(url)
  const host = searchParams.get('host') ?? hostname
  const serverPort = searchParams.get('port') ?? (ownPort || 5432)
  return `
[databases]
* = host=${host} port=${serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
pool_mode = ${mode}
server_round_robin = ${inTurn ? 1 : 0}
auth_type = trust
auth_file = ${users}
`
}
