import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Lane } from './lane.ts'

/** `failed` names the tests and hooks that failed; `broken` says why the run proves nothing: no report, nothing loaded. */
export type Outcome = { failed: string[]; passed: number; broken?: string }

/** `limitMs` ends the whole run, `words` go to vitest. */
export type RunOptions = { limitMs: number; words: string[] }

type Report = {
  testResults: {
    name: string
    status: string
    message?: string
    assertionResults: { status: string; fullName: string }[]
  }[]
}

/** Runs test files in a lane, at a low priority, and answers what failed. Never throws. */
export async function runTests(
  lane: Lane,
  tests: string[],
  { limitMs, words }: RunOptions,
): Promise<Outcome> {
  const output = join(lane.tree, 'mutation-report.json')
  rmSync(output, { force: true })
  const vitest = join('node_modules', 'vitest', 'vitest.mjs')
  const args = [
    process.execPath,
    vitest,
    'run',
    ...tests,
    '--reporter=json',
    `--outputFile=${output}`,
    ...words,
  ]
  const end = await ended(lane, args, limitMs)
  try {
    return outcomeOf(JSON.parse(readFileSync(output, 'utf8')), tests.length)
  } catch {
    return { failed: [], passed: 0, broken: end }
  }
}

/** Answers why there may be no report. A run over its limit is killed with all its processes: they are one group. */
function ended(lane: Lane, args: string[], limitMs: number): Promise<string> {
  return new Promise((resolve) => {
    const env = { ...process.env, TEST_DATABASE_URL: lane.databaseUrl }
    const child = spawn('nice', args, {
      cwd: lane.tree,
      env,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let errors = ''
    let late = false
    const limit = setTimeout(() => {
      late = true
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    }, limitMs)
    child.stderr.on('data', (text) => {
      errors = `${errors}${text}`.slice(-400)
    })
    child.on('error', (error) => resolve(String(error)))
    child.on('close', () => {
      clearTimeout(limit)
      resolve(late ? `HANGS: no end within ${limitMs / 1000} s` : `no report: ${errors}`)
    })
  })
}

/**
 * A file without a single test did not load: that is a crude fault, which says nothing about the tests. One that loaded
 * and has an error of its own had a hook that failed, and its tests did not run: that is a failure as any other.
 */
function outcomeOf(report: Report, files: number): Outcome {
  const results = report.testResults
  const all = results.flatMap((file) => file.assertionResults)
  const hooks = results.filter(
    (file) => file.status === 'failed' && file.message && file.assertionResults.length > 0,
  )
  const failed = [
    ...all.filter((test) => test.status === 'failed').map((test) => test.fullName),
    ...hooks.map((file) => `a hook of the file: ${file.message}`),
  ]
  const passed = all.filter((test) => test.status === 'passed').length
  if (failed.length > 0) return { failed, passed }
  const empty = results.find((file) => file.assertionResults.length === 0)
  if (results.length < files || empty !== undefined)
    return { failed, passed, broken: `a file did not load: ${empty?.message ?? ''}` }
  return { failed, passed }
}
