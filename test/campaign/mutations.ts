import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { startEmbedded } from '../../server/platform/embedded/index.ts'
import { MUTATIONS } from './mutations/all.ts'
import type { Mutation } from './mutations/mutation.ts'
import { runTests } from './mutations/run-tests.ts'

/**
 * `npm run campaign -- mutations [name]`: breaks the product in one place after the other, in a copy of the tree, and
 * demands that a test notices each. Answers 1 when one survived or no longer fits the code, 2 for an unknown name.
 */
export async function mutationCampaign(name: string | undefined): Promise<number> {
  const chosen = name === undefined ? MUTATIONS : MUTATIONS.filter((mutation) => mutation.name === name)
  if (chosen.length === 0) {
    console.error(`No mutation has this name. There are:\n${MUTATIONS.map((each) => each.name).join('\n')}`)
    return 2
  }
  const scratch = mkdtempSync(join(tmpdir(), 'docket-mutations-'))
  const tree = join(scratch, 'tree')
  const server = await startEmbedded({ dataDir: join(scratch, 'data'), log: () => {} })
  try {
    copyTree(resolve(import.meta.dirname, '../..'), tree)
    return runAll(tree, chosen, server.superuserUrl)
  } finally {
    await server.stop()
    rmSync(scratch, { recursive: true, force: true })
  }
}

function runAll(tree: string, mutations: readonly Mutation[], databaseUrl: string): number {
  const tests = [...new Set(mutations.flatMap((mutation) => mutation.tests))]
  const sound = runTests(tree, tests, databaseUrl)
  if (sound.broken !== undefined || sound.failed.length > 0 || sound.passed === 0) {
    console.error(`The tests do not pass unchanged: ${sound.broken ?? sound.failed.join('; ')}`)
    return 1
  }
  const survived = mutations.filter((mutation) => !isNoticed(tree, mutation, databaseUrl)).length
  console.log(`${mutations.length - survived} noticed, ${survived} survived`)
  return survived === 0 ? 0 : 1
}

/** Prints the row of the mutation. The file is whole again afterwards, whatever happens. */
function isNoticed(tree: string, mutation: Mutation, databaseUrl: string): boolean {
  const path = join(tree, mutation.file)
  const whole = readFileSync(path, 'utf8')
  if (whole.split(mutation.find).length !== 2) {
    console.log(`NOT FOUND  ${mutation.name}: its text must occur exactly once in ${mutation.file}`)
    return false
  }
  const startedAt = performance.now()
  try {
    writeFileSync(
      path,
      whole.replace(mutation.find, () => mutation.replace),
    )
    const { failed, broken } = runTests(tree, mutation.tests, databaseUrl)
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    const noticed = broken === undefined && failed.length > 0
    console.log(
      `${noticed ? 'noticed ' : 'SURVIVED'} ${seconds.padStart(6)} s  ${mutation.name}  <-  ${broken ?? failed[0] ?? 'no test failed'}`,
    )
    return noticed
  } finally {
    writeFileSync(path, whole)
  }
}

/** The files that git knows, so that nothing half-written of a build comes along. */
function copyTree(from: string, to: string): void {
  const names = execFileSync('git', ['ls-files', '-z'], { cwd: from, encoding: 'utf8' }).split('\0')
  for (const name of names.filter((each) => each !== '')) {
    mkdirSync(dirname(join(to, name)), { recursive: true })
    cpSync(join(from, name), join(to, name))
  }
  symlinkSync(join(from, 'node_modules'), join(to, 'node_modules'))
}
