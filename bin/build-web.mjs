import { bootstrap } from './bootstrap.mjs'
import { ensureWebBuild } from './web-build.mjs'

// Builds the web app when it is not up to date, for desks that are not started by `npm start`.
process.exitCode = (await ensureWebBuild(await bootstrap())) ? 0 : 1
