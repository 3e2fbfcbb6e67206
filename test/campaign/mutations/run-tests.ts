import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** `failed` names the tests that failed; `broken` says why the run says nothing: a file that did not load, no report. */
export type Outcome = { failed: string[]; passed: number; broken?: string }

const RUN_MAX_MS = 900_000

type Report = {
  testResults: { message?: string; assertionResults: { status: string; fullName: string }[] }[]
}

/** Runs test files in a tree against the given server, at a low priority, and answers what failed. Never throws. */
export function runTests(tree: string, tests: string[], databaseUrl: string): Outcome {
  const output = join(tree, 'mutation-report.json')
  rmSync(output, { force: true })
  const vitest = join('node_modules', 'vitest', 'vitest.mjs')
  const args = [process.execPath, vitest, 'run', ...tests, '--reporter=json', `--outputFile=${output}`]
  const run = spawnSync('nice', args, {
    cwd: tree,
    env: { ...process.env, TEST_DATABASE_URL: databaseUrl },
    timeout: RUN_MAX_MS,
    encoding: 'utf8',
  })
  try {
    return outcomeOf(JSON.parse(readFileSync(output, 'utf8')), tests.length)
  } catch {
    return { failed: [], passed: 0, broken: `no report: ${run.stderr.slice(-400)}` }
  }
}

/** A file without a single test did not load: that is a crude fault, which says nothing about the tests. */
function outcomeOf(report: Report, files: number): Outcome {
  const results = report.testResults
  const all = results.flatMap((file) => file.assertionResults)
  const failed = all.filter((test) => test.status === 'failed').map((test) => test.fullName)
  const passed = all.filter((test) => test.status === 'passed').length
  const empty = results.find((file) => file.assertionResults.length === 0)
  if (results.length < files || empty !== undefined)
    return { failed, passed, broken: `a file did not load: ${empty?.message ?? ''}` }
  return { failed, passed }
}
