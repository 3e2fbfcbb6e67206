import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

// USER_HZ, 100 on every Linux that Node runs on.
const TICK_US = 10_000

/**
 * CPU time so far of the PostgreSQL on a desk's data folder, all its processes together, ended ones too, in
 * microseconds. NaN where there is no /proc: the rest of a bench does not need it.
 */
export function postgresCpuUs(dataDir: string): number {
  try {
    const [pid = ''] = readFileSync(join(dataDir, cluster(dataDir), 'postmaster.pid'), 'utf8').split('\n')
    const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    let ticks = 0
    for (const each of processes) {
      const stat = fieldsOf(each)
      // The fields from the third on: 1 parent, 11 and 12 own time, 13 and 14 that of children that have ended.
      if (each === pid) ticks += sum(stat, [11, 12, 13, 14])
      else if (stat[1] === pid) ticks += sum(stat, [11, 12])
    }
    return ticks * TICK_US
  } catch {
    return Number.NaN
  }
}

function cluster(dataDir: string): string {
  return readdirSync(dataDir).find((name) => readdirOrEmpty(join(dataDir, name)).includes('PG_VERSION')) ?? ''
}

function readdirOrEmpty(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function fieldsOf(pid: string): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}

function sum(fields: string[], at: number[]): number {
  return at.reduce((total, i) => total + Number(fields[i] ?? 0), 0)
}
