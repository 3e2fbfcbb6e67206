import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { SUPERUSER, scramVerifier } from './credentials.ts'
import { diagnose } from './diagnosis.ts'
import { EmbeddedError } from './embedded-error.ts'
import type { Ground } from './ground.ts'
import { isAlive } from './postmaster-pid.ts'
import { programEnvironment } from './program-environment.ts'

const TEMPORARY = 'postgres.init-'

/**
 * Tells whether a cluster of this major version is there. Throws data-damaged where something else is, and
 * data-other-version where another version's is.
 */
export function clusterExists(cluster: string, version: string): boolean {
  if (!lstatSync(cluster, { throwIfNoEntry: false })) return false
  if (!existsSync(cluster)) throw damaged(cluster, 'it is a link to a folder that is gone')
  if (!statSync(cluster).isDirectory()) throw damaged(cluster, 'it is not a folder')
  if (readdirSync(cluster).length === 0) return false
  const major = version.split('.')[0]
  const versionFile = join(cluster, 'PG_VERSION')
  const found = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim() : ''
  if (!/^\d+$/.test(found)) throw damaged(cluster, 'its file PG_VERSION is missing or empty')
  if (found !== major) {
    throw new EmbeddedError(
      'data-other-version',
      `The database in ${cluster} was made by PostgreSQL ${found}, and this Docket brings PostgreSQL ${major}. Start it ` +
        'with the Docket that made it, or set DATA_DIR to another folder.',
    )
  }
  const control = statSync(join(cluster, 'global', 'pg_control'), { throwIfNoEntry: false })
  if (!control || control.size === 0) throw damaged(cluster, 'its file global/pg_control is missing or empty')
  return true
}

/**
 * Makes a cluster under a temporary name and renames it when it is whole, so that a kill leaves no half of one. When
 * another process was faster, its cluster stays.
 */
export async function createCluster(
  ground: Ground,
  cluster: string,
  superuserPassword: string,
): Promise<void> {
  const temporary = join(ground.home, `${TEMPORARY}${process.pid}-${randomBytes(4).toString('hex')}`)
  mkdirSync(temporary, { mode: 0o700 })
  try {
    const passwordFile = join(temporary, 'password')
    writeFileSync(passwordFile, superuserPassword, { mode: 0o600 })
    giveTo(ground, temporary)
    giveTo(ground, passwordFile)
    await runInitdb(ground, join(temporary, 'data'), passwordFile, superuserPassword)
    renameOnto(join(temporary, 'data'), cluster)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** Removes what a start that was killed in the middle of its first run left, but not what a living one is making. */
export function removeHalfMadeClusters(home: string): void {
  for (const name of readdirSync(home).filter((entry) => entry.startsWith(TEMPORARY))) {
    const pid = Number(/\d+/.exec(name)?.[0])
    if (pid === process.pid || !isAlive(pid)) rmSync(join(home, name), { recursive: true, force: true })
  }
}

/**
 * Gives a cluster to the user its server runs as, when an earlier start ran it as another (only root can), and closes
 * its folder to others, without which the server refuses it: copies and backups often come back open.
 */
export function takeOwnership(ground: Ground, cluster: string): void {
  const { uid, mode } = statSync(cluster)
  if (mode & 0o077) chmodSync(cluster, 0o700)
  if (process.getuid?.() !== 0 || uid === ground.identity.uid) return
  for (const entry of readdirSync(cluster, { recursive: true, encoding: 'utf8' }))
    giveTo(ground, join(cluster, entry))
  giveTo(ground, cluster)
}

/** Sets the superuser's password without knowing the old one. The server must be stopped. */
export async function resetSuperuserPassword(
  ground: Ground,
  cluster: string,
  password: string,
): Promise<void> {
  const statement = `ALTER ROLE ${SUPERUSER} PASSWORD '${scramVerifier(password)}';\n`
  const { code, output } = await runProgram(
    ground,
    ground.binaries.postgres,
    ['--single', '-D', cluster, 'postgres'],
    statement,
  )
  if (code === 0 && !/ERROR|FATAL|PANIC/.test(output)) return
  throw diagnose({ doing: 'setting a new password', dataDir: ground.home, output, secrets: [password] })
}

async function runInitdb(
  ground: Ground,
  folder: string,
  passwordFile: string,
  password: string,
): Promise<void> {
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--encoding=UTF8']
  const login = [`--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
  const args = ['-D', folder, '--no-instructions', ...locale, ...login]
  const { code, output } = await runProgram(ground, ground.binaries.initdb, args)
  if (code === 0) return
  throw diagnose({ doing: 'creating the database', dataDir: ground.home, output, secrets: [password] })
}

function runProgram(ground: Ground, program: string, args: string[], input = '') {
  const [command = '', ...rest] = [...ground.identity.prefix, program, ...args]
  const env = programEnvironment(ground.binaries.libraryPath)
  return new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    const child = spawn(command, rest, { env, cwd: '/', ...ground.identity.switchTo })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

function renameOnto(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error
  }
}

function giveTo({ identity }: Ground, path: string): void {
  if (process.getuid?.() === 0) chownSync(path, identity.uid, identity.gid)
}

function damaged(cluster: string, what: string): EmbeddedError {
  return new EmbeddedError(
    'data-damaged',
    `${cluster} should hold the database, but ${what}. Keep a copy of that folder, then restore it from a backup; an ` +
      'empty DATA_DIR starts a new desk.',
  )
}
