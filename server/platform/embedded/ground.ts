import { lstatSync, readlinkSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Binaries, prepareBinaries } from './binaries.ts'
import { copyHome, copyPrograms } from './closed-folder-copy.ts'
import { EmbeddedError } from './embedded-error.ts'
import {
  currentIdentity,
  type Identity,
  namespaceIdentity,
  type SystemUser,
  tryProgram,
  unprivilegedUsers,
  userIdentity,
} from './identity.ts'
import { programEnvironment } from './program-environment.ts'

/** The ways to run a server that refuses root, in the order in which they are tried. */
export type Way = 'direct' | 'user' | 'namespace' | 'copy'

/** Where a server runs: as whom, from which programs, and in which folder its cluster and socket live. */
export type Ground = {
  readonly way: Way
  readonly identity: Identity
  readonly binaries: Binaries
  readonly home: string
}

export type GroundOptions = {
  readonly dataDir: string
  readonly binaries: Binaries
  readonly ways: readonly Way[]
  /** Where programs and data go when root's folder is closed to every other user. */
  readonly copyRoot: string
}

/** Name of the cluster's folder inside a home. */
export const CLUSTER = 'postgres'

/** The ways open to this process. */
export function possibleWays(): Way[] {
  return process.getuid?.() === 0 ? ['user', 'namespace', 'copy'] : ['direct']
}

/** The version of the programs, such as 18.4. Throws libraries-missing when they do not load. */
export function programVersion(binaries: Binaries): string {
  const env = programEnvironment(binaries.libraryPath)
  const trial = tryProgram(currentIdentity(), binaries.postgres, '/', env)
  const version = /^postgres \(PostgreSQL\) (\S+)/m.exec(trial.output)?.[1]
  if (trial.ok && version) return version
  throw new EmbeddedError(
    'libraries-missing',
    `The packaged PostgreSQL does not run on this system: ${lastLine(trial.output)}. It needs glibc 2.27 or newer (not ` +
      'musl) and an undamaged node_modules: run "npm ci" again, or set DATABASE_URL to a PostgreSQL server.',
  )
}

/**
 * Finds ground to run on. An ordinary user runs the server directly. Root tries, in this order: an unprivileged user,
 * where programs and data are open to one; a user namespace; a copy of both in `copyRoot`. Throws cannot-leave-root
 * when no way is left.
 */
export function findGround(options: GroundOptions): Ground {
  const { dataDir, binaries, ways } = options
  if (ways.includes('direct')) return { way: 'direct', identity: currentIdentity(), binaries, home: dataDir }
  const copied = copiedHome(dataDir)
  const users = unprivilegedUsers(statSync(join(dataDir, CLUSTER), { throwIfNoEntry: false })?.uid)
  const ground =
    (copied === undefined ? groundInPlace(options, users) : undefined) ??
    (ways.includes('copy') ? groundInCopy(options, users, copied) : undefined)
  if (ground) return ground
  throw new EmbeddedError(
    'cannot-leave-root',
    `PostgreSQL refuses to run as root, and no other way is open here: no ordinary user may enter ${dataDir} and ` +
      `${binaries.folder}, user namespaces are switched off, and ${options.copyRoot} cannot be used. Start Docket as an ` +
      'ordinary user, or move it to a folder that other users may enter, or set DATABASE_URL.',
  )
}

/** The home outside the data folder that an earlier start moved the cluster to, or undefined. */
export function copiedHome(dataDir: string): string | undefined {
  const link = join(dataDir, CLUSTER)
  const isLink = lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
  return isLink ? dirname(readlinkSync(link)) : undefined
}

function groundInPlace({ dataDir, binaries, ways }: GroundOptions, users: SystemUser[]): Ground | undefined {
  for (const user of ways.includes('user') ? users : []) {
    const identity = userIdentity(user)
    if (stands(identity, binaries, dataDir)) return { way: 'user', identity, binaries, home: dataDir }
  }
  const inside = users.at(-1)
  if (!inside || !ways.includes('namespace')) return undefined
  const identity = namespaceIdentity(inside)
  return stands(identity, binaries, dataDir)
    ? { way: 'namespace', identity, binaries, home: dataDir }
    : undefined
}

function groundInCopy(
  options: GroundOptions,
  users: SystemUser[],
  copied: string | undefined,
): Ground | undefined {
  if (users.length === 0) return undefined
  const folder = copyPrograms(options.binaries.folder, options.copyRoot)
  if (!folder) return undefined
  const home = copied ?? copyHome(options.dataDir, options.copyRoot)
  if (!home) return undefined
  const binaries = prepareBinaries(folder, join(home, 'postgres-lib'))
  for (const user of users) {
    const identity = userIdentity(user)
    if (stands(identity, binaries, home)) return { way: 'copy', identity, binaries, home }
  }
  return undefined
}

function stands(identity: Identity, binaries: Binaries, home: string): boolean {
  return tryProgram(identity, binaries.postgres, home, programEnvironment(binaries.libraryPath)).ok
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? ''
}
