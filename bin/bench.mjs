import { bootstrap, runEntry } from './bootstrap.mjs'

// `npm run bench`: the measured promises.
await runEntry(await bootstrap({ dev: true }), 'bench/main.ts', process.argv.slice(2))
