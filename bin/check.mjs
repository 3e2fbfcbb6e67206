import { bootstrap } from './bootstrap.mjs'
import { checkFormat, checkTypes, reportFailures, runTests } from './checks.mjs'

// `npm run check`: what can be said about the code without running it.
const node = await bootstrap({ dev: true })
reportFailures([
  ['types', await checkTypes(node)],
  ['format and lint', await checkFormat(node)],
  ['architecture', await runTests(node, 'Architecture', ['run', 'test/architecture'])],
])
