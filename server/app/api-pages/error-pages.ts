import { routeName } from '../../../contracts/all-routes.ts'
import { ERRORS, type ErrorCode } from '../../../contracts/errors.ts'
import { errorCodes, problemCodes } from '../../../contracts/problem-codes.ts'
import type { RouteContract } from '../../../contracts/route.ts'
import { ERROR_GUIDE } from './error-guide.ts'
import { sheet } from './layout.ts'
import { html, type Markup } from './markup.ts'

/** Every error code with its title, by status. */
export function errorListPage(): Markup {
  const rows = errorCodes().map(
    (
      code,
    ) => html`<div><dt><span class="quiet">${ERRORS[code].status}</span> <a href="/docs/errors/${code}">${code}</a></dt>
<dd>${ERRORS[code].title}</dd></div>`,
  )
  return sheet(html`<h1>Errors</h1>
<p>Every refusal of the API is a problem (RFC 9457). Its <code>code</code> never changes its meaning; write programs
against the code, not against the texts.</p>
<dl class="fields">${rows}</dl>
${back()}`)
}

/** What one code means, what to do, and which routes may answer it. */
export function errorPage(code: ErrorCode, contracts: readonly RouteContract[]): Markup {
  const { status, title } = ERRORS[code]
  const { means, remedy } = ERROR_GUIDE[code]
  return sheet(html`<h1>${title}</h1>
<p class="address"><code>${code}</code> <span class="quiet">Status ${status}</span></p>
<h2>What it means</h2>
<p>${means}</p>
<h2>What to do</h2>
<p>${remedy}</p>
${routesOf(code, contracts)}
${back()}`)
}

/** For a code that does not exist. */
export function noSuchErrorPage(): Markup {
  return sheet(html`<h1>There is no such error code</h1>
<p>Perhaps the address was cut off.</p>
${back()}`)
}

function routesOf(code: ErrorCode, contracts: readonly RouteContract[]): Markup {
  const routes = contracts.filter((contract) => problemCodes(contract).includes(code))
  if (routes.length === contracts.length) return html`<p>Every route may answer this.</p>`
  if (routes.length === 0) return html``
  const links = routes.map(
    (contract) => html`<li><a href="/docs#${routeName(contract)}">${contract.summary}</a></li>`,
  )
  return html`<h2>Where it comes from</h2><ul>${links}</ul>`
}

function back(): Markup {
  return html`<p><a href="/docs/errors">All errors</a>, <a href="/docs">the API</a></p>`
}
