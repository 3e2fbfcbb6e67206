import { WEB_PATHS } from '../../../contracts/boot.ts'
import type { Database } from '../../platform/db/index.ts'
import type { Page } from '../../platform/http/index.ts'
import { pageAnswer } from '../api-pages/layout.ts'
import { welcomePage } from '../api-pages/welcome-page.ts'
import { answerApp } from './app-page.ts'
import { assetPage } from './asset-page.ts'
import type { AskDesk } from './boot-payload.ts'
import { readWebFiles } from './web-files.ts'

/**
 * The pages of the web app: its files, and its pages at each of its addresses. Where no app was built, every address
 * says so and how to build it; the API works all the same.
 */
export function webPages(deps: { webFolder: string | undefined; db: Database; ask: AskDesk }): Page[] {
  const files = deps.webFolder === undefined ? undefined : readWebFiles(deps.webFolder)
  if (files === undefined) {
    const body = welcomePage()
    return WEB_PATHS.map((path) => ({
      path,
      handle: async () => pageAnswer('Docket', body, { status: path === '/' ? 200 : 503 }),
    }))
  }
  const handle = answerApp(files, deps.db, deps.ask)
  return [assetPage(files), ...WEB_PATHS.map((path) => ({ path, handle }))]
}
