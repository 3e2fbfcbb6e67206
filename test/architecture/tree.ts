import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The files of one checkout: path from the root, with forward slashes, to text ('' for a binary file). */
export type Tree = ReadonlyMap<string, string>

/** One broken rule: which, where, and what to do about it. */
export type Violation = { rule: string; at: string; detail: string }

/** The root of this checkout. */
export const repositoryRoot = join(import.meta.dirname, '..', '..')

/**
 * Reads every file below `root` that could be committed. Folders that git ignores are left out by name, so that
 * a downloaded archive without git is read in the same way. Throws when `root` is not a readable folder.
 */
export function readTree(root: string): Tree {
  const tree = new Map<string, string>()
  walk(root, '', tree)
  return tree
}

/** Says whether the path holds a test; a file that only supports tests lies under test/. */
export function isTest(path: string): boolean {
  return /\.(test|spec)\.(tsx?|mjs)$/.test(path)
}

/** Says whether the path is TypeScript that the product itself runs. */
export function isProductCode(path: string): boolean {
  return /^(contracts|server)\/.*\.ts$/.test(path) && !isTest(path)
}

/** Says whether the path is code of ours, in whichever folder; vectors are data. */
export function isCode(path: string): boolean {
  return /\.(ts|tsx|mts|js|mjs)$/.test(path) && !/\/vectors\//.test(path)
}

/** The violation of a check that was given nothing of its kind: it would pass for ever. Else none. */
export function blindness(count: number, what: string): Violation[] {
  return count > 0 ? [] : [{ rule: 'blind', at: '.', detail: `read no ${what}` }]
}

/** Formats violations as one line each, which is what a failed expectation prints. */
export function lines(violations: readonly Violation[]): string[] {
  return violations.map(({ rule, at, detail }) => `${rule}: ${at}: ${detail}`)
}

const ignoredAnywhere = new Set(['node_modules', '.git'])
const ignoredAtRoot = new Set(['data', '.cache', 'coverage'])
/** What the build of the web app makes, and where it is under way. */
const BUILT = 'web/dist'
const BUILDING = 'web/.dist-'

function walk(root: string, folder: string, tree: Map<string, string>): void {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (ignoredAnywhere.has(entry.name) || (folder === '' && ignoredAtRoot.has(entry.name))) continue
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (path === BUILT || path.startsWith(BUILDING)) continue
    if (entry.isDirectory()) walk(root, path, tree)
    else if (entry.isFile()) tree.set(path, textOf(join(root, path)))
  }
}

function textOf(file: string): string {
  const bytes = readFileSync(file)
  return bytes.subarray(0, 8192).includes(0) ? '' : bytes.toString('utf8')
}
