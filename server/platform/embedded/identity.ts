import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** The system user a server runs as, and how a program is started as that user. */
export type Identity = {
  readonly way: 'direct' | 'user' | 'namespace'
  /** Owner of the files, as this process sees them. */
  readonly uid: number
  readonly gid: number
  /** Words to put before the program. */
  readonly prefix: readonly string[]
  /** What the child process switches to. */
  readonly switchTo: { readonly uid: number; readonly gid: number } | undefined
}

export type SystemUser = { readonly name: string; readonly uid: number; readonly gid: number }

/** Runs programs as whoever runs this process. */
export function currentIdentity(): Identity {
  const uid = process.getuid?.() ?? 0
  return { way: 'direct', uid, gid: process.getgid?.() ?? 0, prefix: [], switchTo: undefined }
}

/** Runs programs as another system user; only root can. */
export function userIdentity({ uid, gid }: { uid: number; gid: number }): Identity {
  return { way: 'user', uid, gid, prefix: [], switchTo: { uid, gid } }
}

/**
 * Runs programs as root outside and as an ordinary user inside a user namespace: PostgreSQL, which refuses root, is
 * content, the files stay root's, and folders that only root may enter stay open to it.
 */
export function namespaceIdentity({ uid, gid }: { uid: number; gid: number }): Identity {
  const prefix = ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--']
  return { way: 'namespace', uid: 0, gid: 0, prefix, switchTo: undefined }
}

/**
 * The system users a server may run as, best first: the owner of an existing database, a user made for Docket, one
 * made for PostgreSQL, nobody. initdb looks its user up, so only users with a passwd entry count.
 */
export function unprivilegedUsers(ownerUid: number | undefined, passwdFile = '/etc/passwd'): SystemUser[] {
  const users = readUsers(passwdFile)
  const wanted = [
    users.find((user) => user.uid === ownerUid),
    ...['docket', 'postgres', 'nobody'].map((name) => users.find((user) => user.name === name)),
  ]
  const found = wanted.filter((user) => user !== undefined && user.uid !== 0)
  return [...new Set(found)] as SystemUser[]
}

/**
 * Tries a program with `--version` as that identity from inside a folder and tells how it went. One trial covers
 * whether the user may enter both, whether the kernel allows the switch, and whether the program's libraries load.
 */
export function tryProgram(identity: Identity, program: string, folder: string, env: NodeJS.ProcessEnv) {
  const script = 'cd "$1" && exec "$2" --version'
  const [command = '', ...args] = [...identity.prefix, '/bin/sh', '-c', script, 'sh', folder, program]
  const trial = spawnSync(command, args, { env, encoding: 'utf8', cwd: '/', ...identity.switchTo })
  const output = `${trial.stdout ?? ''}${trial.stderr ?? ''}${trial.error?.message ?? ''}`.trim()
  return { ok: trial.status === 0, output }
}

function readUsers(passwdFile: string): SystemUser[] {
  try {
    return readFileSync(passwdFile, 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
      .filter(({ name, uid, gid }) => name !== '' && Number.isInteger(uid) && Number.isInteger(gid))
  } catch {
    return []
  }
}
