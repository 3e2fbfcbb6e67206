import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/harness/longest-first.ts'
import { PATIENCE_MS } from './test/harness/patience.ts'

const seed = process.env.TEST_SEED

export default defineConfig({
  test: {
    include: ['{bin,contracts,server,test,web}/**/*.test.{ts,tsx,mjs}'],
    exclude: ['**/node_modules/**', 'test/campaign/**'],
    globalSetup: ['test/harness/database-server.ts'],
    pool: 'forks',
    // A process takes one file after the other: loading the server anew for each was a fifth of all CPU time. What a
    // file leaves behind in a module (a variable, a cache) the next one finds, so none may leave anything.
    isolate: false,
    // One more than there are cores: many files wait for a process that starts or a server that answers.
    maxWorkers: Math.max(2, availableParallelism() + 1),
    // With a seed the files come in a random order: what depends on the files that ran before comes out. The tests of a
    // file keep theirs, for many files tell one story.
    sequence:
      seed === undefined ? { sequencer: LongestFirst } : { shuffle: { files: true }, seed: Number(seed) },
    // No promise is measured by a test's own time, and a wait that fails says what it awaited: it must end first.
    // A long fuzz takes as long as it was asked to.
    testTimeout: process.env.FUZZ_RUNS === undefined ? 2 * PATIENCE_MS : 0,
    hookTimeout: 2 * PATIENCE_MS,
    expect: { poll: { timeout: PATIENCE_MS, interval: 5 } },
  },
})
