import { ERRORS, type ErrorCode } from '../../contracts/errors.ts'
import { openApiDocument } from '../../contracts/openapi.ts'
import type { RouteContract } from '../../contracts/route.ts'
import type { Page } from '../platform/http/index.ts'
import { API_INFO } from './api-info.ts'
import { errorListPage, errorPage, noSuchErrorPage } from './api-pages/error-pages.ts'
import { fresh, pageAnswer, stylePage } from './api-pages/layout.ts'
import { referencePage } from './api-pages/reference-page.ts'

/**
 * The pages that a desk serves itself beside the web app: the description of the API for programs and for people. Plain
 * HTML without scripts, made once, when the app is built.
 */
export function apiPages(contracts: readonly RouteContract[]): Page[] {
  return [
    fixed('/docs', pageAnswer('The API of Docket', referencePage(contracts))),
    fixed('/docs/errors', pageAnswer('Errors of the API of Docket', errorListPage())),
    errorPages(contracts),
    fixed('/openapi.json', {
      status: 200,
      headers: fresh('application/json; charset=utf-8'),
      body: JSON.stringify(openApiDocument(contracts, API_INFO)),
    }),
    stylePage,
  ]
}

function fixed(path: string, answer: Awaited<ReturnType<Page['handle']>>): Page {
  return { path, handle: async () => answer }
}

function errorPages(contracts: readonly RouteContract[]): Page {
  return {
    path: '/docs/errors/:code',
    async handle({ target }) {
      const code = target.split('?', 1)[0]?.split('/').at(-1) ?? ''
      if (!isErrorCode(code)) return pageAnswer('No such error', noSuchErrorPage(), { status: 404 })
      return pageAnswer(`${ERRORS[code].title} (${code})`, errorPage(code, contracts))
    },
  }
}

function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERRORS, text)
}
