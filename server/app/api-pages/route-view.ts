import type { TSchema } from 'typebox'
import { routeName } from '../../../contracts/all-routes.ts'
import { ERRORS, type ErrorCode } from '../../../contracts/errors.ts'
import { templated } from '../../../contracts/openapi.ts'
import type { JsonSchema } from '../../../contracts/openapi-schemas.ts'
import { problemCodes, takesIdempotencyKey } from '../../../contracts/problem-codes.ts'
import type { RouteContract } from '../../../contracts/route.ts'
import { html, type Markup } from './markup.ts'
import { fieldList } from './schema-view.ts'

export type Collect = (schema: TSchema) => JsonSchema

/** One route of the reference: address, who may call it, what it takes, answers and refuses. */
export function routeView(contract: RouteContract, collect: Collect): Markup {
  const name = routeName(contract)
  const method = contract.method.toLowerCase()
  return html`<article class="route" id="${name}">
<h3><a href="#${name}">${contract.summary}</a></h3>
<p class="address"><span class="method ${method}">${contract.method}</span> <code>${templated(contract.path)}</code></p>
<p class="small quiet">${whoMay(contract)}</p>
${part('Path', contract.params, collect)}
${part('Query', contract.query, collect)}
${headerPart(contract)}
${bodyPart(contract, collect)}
${Object.entries(contract.answers).map(([status, schema]) => answerPart(status, schema, collect))}
<h4>Errors</h4>
<ul class="codes">${problemCodes(contract).map(codeLink)}</ul>
</article>`
}

function whoMay({ access }: RouteContract): Markup {
  if (access === 'public') return html`Needs no credentials.`
  const { role, scope } = access
  const who = role === 'EMPLOYEE' ? html`Everybody` : html`Role <code>${role}</code> or above`
  return html`${who}; an API key needs the scope <code>${scope}</code>.`
}

function part(title: string, schema: TSchema | undefined, collect: Collect): Markup | undefined {
  if (schema === undefined) return undefined
  return html`<h4>${title}</h4>${fieldList(collect(schema), { marksRequired: true })}`
}

function headerPart(contract: RouteContract): Markup | undefined {
  const { ifMatch } = contract
  const properties: Record<string, JsonSchema> = {
    ...(ifMatch === undefined
      ? {}
      : { 'If-Match': { type: 'string', description: 'The ETag that was read, "v3"' } }),
    ...(takesIdempotencyKey(contract)
      ? {
          'Idempotency-Key': {
            type: 'string',
            maxLength: 255,
            description: 'Makes it safe to send the request again',
          },
        }
      : {}),
  }
  if (Object.keys(properties).length === 0) return undefined
  const required = ifMatch === 'required' ? ['If-Match'] : []
  return html`<h4>Headers</h4>${fieldList({ properties, required }, { marksRequired: true })}`
}

function bodyPart(contract: RouteContract, collect: Collect): Markup | undefined {
  if (contract.rawBody !== undefined) {
    return html`<h4>Body</h4><p class="small">The bytes, as <code>${contract.rawBody}</code>.</p>`
  }
  return part('Body', contract.body, collect)
}

function answerPart(status: string, schema: TSchema | null, collect: Collect): Markup {
  if (schema !== null) {
    return html`<h4>Answer ${status}</h4>${fieldList(collect(schema), { marksRequired: false })}`
  }
  return html`<h4>Answer ${status}</h4><p class="small">${status === '204' ? 'Nothing.' : 'The bytes.'}</p>`
}

function codeLink(code: ErrorCode): Markup {
  return html`<li><span class="quiet">${ERRORS[code].status}</span> <a href="/docs/errors/${code}">${code}</a></li>`
}
