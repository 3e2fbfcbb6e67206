import { bootstrap, runEntry } from './bootstrap.mjs'
import { ensureWebBuild } from './web-build.mjs'

// `npm start`: from a fresh clone to a running desk.
const node = await bootstrap()
await ensureWebBuild(node)
await runEntry(node, 'server/app/main.ts', process.argv.slice(2))
