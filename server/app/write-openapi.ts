import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ALL_ROUTES } from '../../contracts/all-routes.ts'
import { openApiDocument } from '../../contracts/openapi.ts'
import { API_INFO } from './api-info.ts'

// Run by hand after a contract changed: writes contracts/openapi.json, which a test compares with the contracts.
const target = fileURLToPath(new URL('../../contracts/openapi.json', import.meta.url))
writeFileSync(target, `${JSON.stringify(openApiDocument(ALL_ROUTES, API_INFO), null, 2)}\n`)
console.log('wrote contracts/openapi.json')
