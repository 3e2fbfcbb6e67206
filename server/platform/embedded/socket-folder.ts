import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Identity } from './identity.ts'
import { isPostmasterOf } from './postmaster-pid.ts'

const RECORD = 'postgres-socket-folder'

// sun_path holds 107 bytes on Linux and 103 on macOS.
const SOCKET_PATH_BYTES_MAX = 103

/**
 * A folder of mode 0700 for the server's socket, owned by the server's user. It lies in `home` where the path is short
 * and plain enough for a socket and the file system can hold one, else under /tmp with an unguessable name, which is
 * recorded in `home` so that later starts use it again.
 */
export async function makeSocketFolder(
  home: string,
  identity: Identity,
  shortRoot = '/tmp',
): Promise<string> {
  const near = join(home, 'run')
  if (isShortAndPlain(near)) {
    mkdirSync(near, { recursive: true, mode: 0o700 })
    secure(near, identity)
    if (await holdsSockets(near)) return near
  }
  const record = join(home, RECORD)
  const recorded = readRecord(record)
  if (recorded && isOurs(recorded, identity)) return recorded
  const made = mkdtempSync(join(shortRoot, 'docket-'))
  secure(made, identity)
  writeFileSync(record, `${made}\n`, { mode: 0o600 })
  return made
}

/** Makes a socket folder again that was removed under a desk, whose connections keep its path. */
export function restoreSocketFolder(folder: string, identity: Identity): void {
  if (lstatSync(folder, { throwIfNoEntry: false })) return
  mkdirSync(folder, { mode: 0o700 })
  secure(folder, identity)
}

/**
 * Removes the socket and its lock file when the server that left them is dead. PostgreSQL does so itself, but takes a
 * dead process that its parent has not collected yet, or a stranger with the same number, for a living server.
 */
export function removeDeadSocket(folder: string, cluster: string): void {
  const socket = join(folder, '.s.PGSQL.5432')
  const lockFile = `${socket}.lock`
  const pid = Number(readRecord(lockFile)?.split('\n')[0] ?? 0)
  if (pid > 0 && isPostmasterOf(pid, cluster)) return
  rmSync(lockFile, { force: true })
  rmSync(socket, { force: true })
}

/** Removes a socket folder outside the home together with its record. */
export function removeSocketFolder(home: string, folder: string): void {
  if (readRecord(join(home, RECORD)) !== folder) return
  rmSync(folder, { recursive: true, force: true })
  rmSync(join(home, RECORD), { force: true })
}

function isShortAndPlain(folder: string): boolean {
  const socket = join(folder, '.s.PGSQL.5432')
  return Buffer.byteLength(socket) <= SOCKET_PATH_BYTES_MAX && /^[\w/.+-]+$/.test(socket)
}

function secure(folder: string, { uid, gid }: Identity): void {
  chmodSync(folder, 0o700)
  if (process.getuid?.() === 0) chownSync(folder, uid, gid)
}

// Some shared and network file systems refuse sockets.
function holdsSockets(folder: string): Promise<boolean> {
  const path = join(folder, '.trial')
  rmSync(path, { force: true })
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(path, () => server.close(() => resolve(true)))
  })
}

function readRecord(record: string): string | undefined {
  try {
    return readFileSync(record, 'utf8').trim()
  } catch {
    return undefined
  }
}

function isOurs(folder: string, { uid }: Identity): boolean {
  const stat = lstatSync(folder, { throwIfNoEntry: false })
  return stat?.isDirectory() === true && stat.uid === uid && (stat.mode & 0o777) === 0o700
}
