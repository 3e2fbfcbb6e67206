import { readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/** What a running server writes about itself into its data folder. */
export type PostmasterPid = {
  readonly pid: number
  readonly dataFolder: string
  readonly socketDir: string
  readonly status: 'starting' | 'stopping' | 'ready' | 'standby' | 'unknown'
}

/** Reads postmaster.pid; undefined when there is none or it is cut short. */
export function readPostmasterPid(cluster: string): PostmasterPid | undefined {
  let lines: string[]
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Math.abs(Number(lines[0]))
  if (!Number.isInteger(pid) || pid < 1) return undefined
  const statuses = ['starting', 'stopping', 'ready', 'standby'] as const
  const status = statuses.find((word) => word === lines[7]?.trim()) ?? 'unknown'
  return { pid, dataFolder: lines[1] ?? '', socketDir: lines[4]?.trim() ?? '', status }
}

/** Tells whether a process lives; one that has ended but was not yet collected by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.charAt(stat.lastIndexOf(')') + 2) !== 'Z'
  } catch {
    return process.platform !== 'linux'
  }
}

/**
 * Tells whether a live process is the server of a cluster and not a stranger that was given the same number after a
 * restart: a server works in its cluster's folder. Where the system does not tell (macOS), the number is believed.
 */
export function isPostmasterOf(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false
  if (process.platform !== 'linux') return true
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster)
  } catch {
    return false
  }
}

/** Tells whether a server's program was removed or replaced under it, as a reinstall does. */
export function isProgramGone(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/exe`).endsWith(' (deleted)')
  } catch {
    return false
  }
}
