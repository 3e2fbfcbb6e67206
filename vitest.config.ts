import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{bin,contracts,server,test,web}/**/*.test.{ts,tsx,mjs}'],
    exclude: ['**/node_modules/**', 'test/campaign/**'],
    globalSetup: ['test/harness/database-server.ts'],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
