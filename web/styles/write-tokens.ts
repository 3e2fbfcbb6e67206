import { writeFileSync } from 'node:fs'
import { tokensCss } from './tokens-css.ts'

// Run after a change of tokens.ts: node_modules/.bin/node web/styles/write-tokens.ts
writeFileSync(new URL('tokens.css', import.meta.url), tokensCss())
