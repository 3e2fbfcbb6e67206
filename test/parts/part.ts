import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Whether the programs of a real counterpart are installed, for `describe.runIf`: a developer's machine without them lists
 * those tests as not run. In CI a missing one is an error instead, so that they cannot pass by not being there.
 */
export function hasPart(what: string, programs: readonly string[]): boolean {
  const missing = programs.filter((program) => programPath(program) === undefined)
  if (missing.length === 0) return true
  if (process.env.CI !== undefined) throw new Error(`${what}: CI needs ${missing.join(' and ')}`)
  return false
}

/** Where a program is: in the PATH, or where Debian keeps those of the system. Undefined when it is not installed. */
export function programPath(program: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, program))
    .find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
