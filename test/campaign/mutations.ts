import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MUTATIONS } from './mutations/all.ts'
import { type Lane, openLane } from './mutations/lane.ts'
import type { Mutation } from './mutations/mutation.ts'
import { runTests } from './mutations/run-tests.ts'

const UNCHANGED_MAX_MS = 900_000
const BROKEN_MAX_MS = 240_000

/** The first failure is enough, and what never comes need not be awaited as long as in `npm test`. */
const BROKEN_WORDS = ['--bail=1', '--testTimeout=60000', '--hookTimeout=60000']

/**
 * `npm run campaign -- mutations [words]`: breaks the product in one place after the other, in copies of the tree, and
 * demands that a test notices each; with words, only where the name holds them. Answers 1 when one survived or no longer
 * fits the code, 2 when no name holds the words.
 */
export async function mutationCampaign(words = ''): Promise<number> {
  const chosen = MUTATIONS.filter((mutation) => mutation.name.includes(words))
  if (chosen.length === 0) {
    console.error(`No mutation has these words. There are:\n${MUTATIONS.map((each) => each.name).join('\n')}`)
    return 2
  }
  const scratch = mkdtempSync(join(tmpdir(), 'docket-mutations-'))
  const lanes: Lane[] = []
  try {
    for (const name of ['first', 'second']) lanes.push(await openLane(join(scratch, name)))
    return await runAll(lanes, chosen)
  } finally {
    for (const lane of lanes) await lane.stop()
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** The lanes take from one list, so that neither waits for the other. */
async function runAll(lanes: readonly Lane[], mutations: readonly Mutation[]): Promise<number> {
  const tests = [...new Set(mutations.flatMap((mutation) => mutation.tests))]
  const complaints = await Promise.all(
    lanes.map((lane, at) =>
      complaint(
        lane,
        tests.filter((_, index) => index % lanes.length === at),
      ),
    ),
  )
  const unsound = complaints.filter((one) => one !== undefined)
  if (unsound.length > 0) {
    console.error(`The tests do not pass unchanged: ${unsound.join('; ')}`)
    return 1
  }
  const left = [...mutations]
  let survived = 0
  await Promise.all(
    lanes.map(async (lane) => {
      for (let next = left.shift(); next !== undefined; next = left.shift())
        if (!(await isNoticed(lane, next))) survived += 1
    }),
  )
  console.log(`${mutations.length - survived} noticed, ${survived} survived`)
  return survived === 0 ? 0 : 1
}

/** What is wrong with tests that shall all pass. */
async function complaint(lane: Lane, tests: string[]): Promise<string | undefined> {
  if (tests.length === 0) return undefined
  const { broken, failed, passed } = await runTests(lane, tests, { limitMs: UNCHANGED_MAX_MS, words: [] })
  if (broken !== undefined) return broken
  if (failed.length > 0) return failed.join('; ')
  return passed === 0 ? 'no test ran' : undefined
}

/** Prints the row of the mutation. The file is whole again afterwards, whatever happens. */
async function isNoticed(lane: Lane, mutation: Mutation): Promise<boolean> {
  const path = join(lane.tree, mutation.file)
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
    const { failed, broken } = await runTests(lane, mutation.tests, {
      limitMs: BROKEN_MAX_MS,
      words: BROKEN_WORDS,
    })
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    const noticed = failed.length > 0
    console.log(
      `${noticed ? 'noticed ' : 'SURVIVED'} ${seconds.padStart(6)} s  ${mutation.name}  <-  ${failed[0] ?? broken ?? 'no test failed'}`,
    )
    return noticed
  } finally {
    writeFileSync(path, whole)
  }
}
