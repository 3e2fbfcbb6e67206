import { bootstrap, runEntry } from './bootstrap.mjs'
import { chromiumPath } from './journeys.mjs'
import { ensureWebBuild } from './web-build.mjs'

// `npm run perf`: how fast the web app is, in a real browser.
const node = await bootstrap({ dev: true })
const chromium = chromiumPath()
if (chromium === undefined) throw new Error('there is no Chromium. Install it, or name one by CHROMIUM_PATH.')
process.env.CHROMIUM_PATH = chromium
await ensureWebBuild(node)
await runEntry(node, 'test/perf/main.ts', process.argv.slice(2))
