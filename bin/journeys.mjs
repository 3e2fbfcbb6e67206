import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { root, runNode } from './bootstrap.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Where a Chromium is: CHROMIUM_PATH, or the first of its usual names in the PATH; undefined without one. */
export function chromiumPath(env = process.env) {
  if (env.CHROMIUM_PATH !== undefined) return env.CHROMIUM_PATH
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

/**
 * Runs the journeys of test/journeys in a real browser, with their report as JSON in `reportFile`; all of them, or
 * those in `files`. Returns the exit code. Without a browser they are told as not run, which is a failure in CI: they cannot pass by not being there.
 */
export async function runJourneys(node, reportFile, files = []) {
  console.log('\n== Journeys (Playwright)')
  const chromium = chromiumPath()
  if (chromium === undefined) {
    console.log('not run: there is no Chromium. Install it, or name one by CHROMIUM_PATH.')
    return process.env.CI === undefined ? undefined : 1
  }
  const cli = 'node_modules/@playwright/test/cli.js'
  // In a random order that the seed repeats, as the files of the other tests (vitest.config.ts).
  const order = process.env.TEST_SEED === undefined ? [] : ['--shuffle', process.env.TEST_SEED]
  const config = ['-c', 'test/journeys/playwright.config.ts', '--reporter=list,json']
  const args = [cli, 'test', ...config, ...order, ...files]
  const env = { ...process.env, CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: reportFile }
  return await runNode(node, args, { cwd: root, env })
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
