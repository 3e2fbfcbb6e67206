import type { DatabaseRoles, DatabaseUrls } from '../../server/platform/db/index.ts'

/** What the run of tests hands to each file: the server, and the template that files clone. */
export type TestGround = { admin: string; template: string; urls: DatabaseUrls; roles: DatabaseRoles }

declare module 'vitest' {
  export interface ProvidedContext {
    ground: TestGround
  }
}
