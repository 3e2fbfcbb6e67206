import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './bootstrap.mjs'

/** Tests that read the whole project instead of importing it: each change reaches them. */
const READERS = ['test/architecture', 'test/catalogue']
/** Tests that start the product as a process of its own, which no import shows. */
const STARTERS = ['test/faults', 'test/real-mail']

const GIT = { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }
const SPEC = /^test\/journeys\/[^/]+\.spec\.ts$/
const TEST = /\.(test|spec|shots)\.[a-z]+$/
const CODE = /\.(ts|tsx|mjs)$/
const PRODUCT = /^(server|contracts|migrations)\//
/** What a person sees in the browser, and what the journeys themselves are made of. */
const SEEN = /^(web|server|contracts|migrations|test\/journeys|test\/harness)\//

/**
 * The files that differ from `ref`, committed or not, also those that git does not know yet; paths from the project's
 * folder. Throws what git says when there is no such commit.
 */
export function changedFiles(ref) {
  const git = (...words) => execFileSync('git', words, GIT).split('\n')
  const known = git('diff', '--name-only', '--no-renames', '--relative', ref, '--')
  const unknown = git('ls-files', '--others', '--exclude-standard')
  return [...known, ...unknown].filter((path) => path !== '').sort()
}

/**
 * What a change of these files can reach: `tests`, the arguments of vitest, and `journeys`, those of Playwright;
 * undefined where nothing is. Code reaches the tests that import it. A file of which nobody knows who reads it reaches
 * everything, a page of text only the tests that read the whole project.
 */
export function reachOf(files, testsIn = testsInFolder) {
  if (files.length === 0) return { tests: undefined, journeys: undefined }
  if (files.some(isReadByAnybody)) return { tests: ['run'], journeys: [] }
  const touchesProduct = files.some((path) => PRODUCT.test(path) && !TEST.test(path) && !isText(path))
  const folders = [...READERS, ...(touchesProduct ? STARTERS : [])]
  const code = files.filter((path) => CODE.test(path) && !SPEC.test(path))
  // Whoever migrates reads the folder of migrations.
  const migrates = files.some((path) => path.startsWith('migrations/'))
    ? ['server/platform/db/migrate.ts']
    : []
  return {
    tests: ['related', '--run', ...new Set([...code, ...migrates, ...folders.flatMap(testsIn)])],
    journeys: journeysReached(files),
  }
}

function journeysReached(files) {
  if (files.some((path) => SEEN.test(path) && !TEST.test(path) && !isText(path))) return []
  const specs = files.filter((path) => SPEC.test(path))
  return specs.length === 0 ? undefined : specs
}

const isText = (path) => path.endsWith('.md') || path === 'LICENSE' || path.startsWith('docs/')

function isReadByAnybody(path) {
  return !CODE.test(path) && !isText(path) && !/^(migrations|web)\//.test(path)
}

function testsInFolder(folder) {
  return readdirSync(join(root, folder))
    .filter((name) => /\.test\.(ts|tsx|mjs)$/.test(name))
    .map((name) => `${folder}/${name}`)
}
