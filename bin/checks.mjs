import { root, runNode } from './bootstrap.mjs'

/**
 * Checks the types of the whole project, the server's and those of what knows the DOM, at once: each compiler keeps one
 * core busy. Returns the exit code.
 */
export const checkTypes = (node) =>
  withHeading('Types (tsc)', async () => {
    const check = (project) => run(node, ['node_modules/typescript/bin/tsc', '--noEmit', '-p', project])
    return Math.max(...(await Promise.all(['.', 'web', 'test/journeys'].map(check))))
  })

/** Checks format and lint rules of the whole project. Returns the exit code. */
export const checkFormat = (node) =>
  withHeading('Format and lint (biome)', () =>
    run(node, ['node_modules/@biomejs/biome/bin/biome', 'check', '.']),
  )

/** Runs vitest with the given arguments, the first its own command (`run`). Returns the exit code. */
export const runTests = (node, title, args, env = {}) =>
  withHeading(title, () => run(node, ['node_modules/vitest/vitest.mjs', ...args], env))

/** Prints which checks failed, if any, and sets the exit code. Takes pairs of name and exit code. */
export function reportFailures(results) {
  const failed = results.filter(([, code]) => code !== 0).map(([name]) => name)
  console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}.`)
  process.exitCode = failed.length === 0 ? 0 : 1
}

const run = (node, args, env = {}) => runNode(node, args, { cwd: root, env: { ...process.env, ...env } })

async function withHeading(title, check) {
  console.log(`\n== ${title}`)
  return await check()
}
