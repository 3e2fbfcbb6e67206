import { bootstrap, runEntry } from './bootstrap.mjs'

// `npm start`: from a fresh clone to a running desk.
await runEntry(await bootstrap(), 'server/app/main.ts', process.argv.slice(2))
