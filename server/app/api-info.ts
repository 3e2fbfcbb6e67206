import type { ApiInfo } from '../../contracts/openapi.ts'
import manifest from '../../package.json' with { type: 'json' }

/** How the description of the API introduces itself; its version is Docket's. */
export const API_INFO: ApiInfo = {
  title: 'Docket API',
  version: manifest.version,
  description:
    'The API of Docket, a help desk. Readable form: /docs. Errors are problems (RFC 9457); each code has a page, /docs/errors/<code>.',
}
