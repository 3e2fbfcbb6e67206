import { bootstrap, runEntry } from './bootstrap.mjs'

// `npm run campaign`: the long runs that are too slow for every change.
await runEntry(await bootstrap({ dev: true }), 'test/campaign/main.ts', process.argv.slice(2))
