import { routeName } from '../../../contracts/all-routes.ts'
import { type JsonSchema, schemaCollector } from '../../../contracts/openapi-schemas.ts'
import type { RouteContract } from '../../../contracts/route.ts'
import { html, type Markup } from './markup.ts'
import { introduction } from './reference-introduction.ts'
import { type Collect, routeView } from './route-view.ts'
import { fieldList } from './schema-view.ts'

/** The reference of the API: a list of routes beside what each takes, answers and refuses. Made of contracts alone. */
export function referencePage(contracts: readonly RouteContract[]): Markup {
  const { components, collect } = schemaCollector()
  const groups = [...Map.groupBy(contracts, ({ tag }) => tag)]
  const sections = groups.map(([tag, routes]) => routeSection(tag, routes, collect))
  return html`<div class="reference">
<nav class="routes" aria-label="Routes">
<a class="brand" href="/">Docket</a> <span class="quiet small">API</span>
<div class="chips">${['Start', ...groups.map(([tag]) => tag), 'Objects'].map(chip)}</div>
<a class="tag" href="#start">Start</a>
${groups.map(([tag, routes]) => routeLinks(tag, routes))}
<a class="tag" href="#objects">Objects</a>
<ul>${Object.keys(components)
    .sort()
    .map((name) => html`<li><a href="#object-${name}">${name}</a></li>`)}</ul>
</nav>
<main class="text" id="text">
${introduction()}
${sections}
${objectSection(components)}
</main>
</div>`
}

function chip(tag: string): Markup {
  return html`<a href="#${anchor(tag)}">${tag}</a>`
}

function routeLinks(tag: string, routes: readonly RouteContract[]): Markup {
  return html`<a class="tag" href="#${anchor(tag)}">${tag}</a>
<ul>${routes.map((contract) => html`<li><a href="#${routeName(contract)}">${contract.summary}</a></li>`)}</ul>`
}

function routeSection(tag: string, routes: readonly RouteContract[], collect: Collect): Markup {
  return html`<section id="${anchor(tag)}"><h2>${tag}</h2>${routes.map((contract) => routeView(contract, collect))}</section>`
}

function objectSection(components: Record<string, JsonSchema>): Markup {
  const names = Object.keys(components).sort()
  return html`<section id="objects"><h2>Objects</h2>${names.map(
    (name) => html`<article class="route" id="object-${name}"><h3><a href="#object-${name}">${name}</a></h3>
${fieldList(components[name] ?? {}, { marksRequired: false })}</article>`,
  )}</section>`
}

function anchor(tag: string): string {
  return tag.toLowerCase().replace(/[^a-z0-9]+/g, '-')
}
