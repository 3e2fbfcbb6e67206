import type { TSchema } from 'typebox'
import { routeName } from './all-routes.ts'
import { problemAnswers, problemComponents, problemResponses } from './openapi-problems.ts'
import { type JsonSchema, schemaCollector } from './openapi-schemas.ts'
import { takesIdempotencyKey } from './problem-codes.ts'
import type { RouteContract } from './route.ts'

export type ApiInfo = { title: string; version: string; description?: string }

type Collect = (schema: TSchema) => JsonSchema

/**
 * The description of routes as an OpenAPI 3.1.1 document: what each takes and answers, who may call it, and which
 * problems it may refuse with. Pure: the same contracts give the same text. Throws when two schemas share a title.
 */
export function openApiDocument(contracts: readonly RouteContract[], info: ApiInfo): JsonSchema {
  const { components, collect } = schemaCollector()
  const paths: Record<string, Record<string, JsonSchema>> = {}
  for (const contract of contracts) {
    const path = templated(contract.path)
    paths[path] = { ...paths[path], [contract.method.toLowerCase()]: operation(contract, collect) }
  }
  return {
    openapi: '3.1.1',
    info,
    servers: [{ url: '/' }],
    tags: [...new Set(contracts.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { ...sortedByName(components), ...problemComponents() },
      responses: problemResponses(contracts),
      securitySchemes: SECURITY_SCHEMES,
    },
  }
}

/** A path as OpenAPI writes it: `/tickets/{id}` for `/tickets/:id`. */
export function templated(path: string): string {
  return path.replace(/:([A-Za-z0-9_]+)/g, '{$1}')
}

const SECURITY_SCHEMES = {
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key, `dk_...`, made under /api/v1/api-keys.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-sid',
    description:
      'The session of a browser (`sid` on plain http beyond loopback). Everything but GET also needs X-CSRF-Token, which sign-in and /api/v1/me tell.',
  },
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Sent again with the same key within 24 hours, the request is not done again: the first answer returns.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
}

function operation(contract: RouteContract, collect: Collect): JsonSchema {
  const body = requestBody(contract, collect)
  const parameters = [
    ...parametersOf('path', contract.params, collect),
    ...parametersOf('query', contract.query, collect),
    ...(takesIdempotencyKey(contract) ? [IDEMPOTENCY_KEY] : []),
    ...(contract.ifMatch === undefined ? [] : [ifMatch(contract.ifMatch === 'required')]),
  ]
  return {
    operationId: routeName(contract),
    summary: contract.summary,
    tags: [contract.tag],
    ...access(contract),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: body }),
    responses: { ...answers(contract, collect), ...problemAnswers(contract) },
  }
}

function access({ access }: RouteContract): JsonSchema {
  if (access === 'public') return { description: 'Needs no credentials.', security: [] }
  const { role, scope } = access
  return {
    description: `Needs the role ${role} or a higher one; an API key also needs the scope \`${scope}\`.`,
    security: [{ apiKey: [scope] }, { session: [] }],
    'x-role': role,
    'x-scope': scope,
  }
}

function parametersOf(place: 'path' | 'query', schema: TSchema | undefined, collect: Collect): JsonSchema[] {
  if (schema === undefined) return []
  const { properties = {}, required = [] } = schema as {
    properties?: Record<string, TSchema>
    required?: string[]
  }
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = collect(property)
    return {
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    }
  })
}

function ifMatch(required: boolean): JsonSchema {
  return {
    name: 'If-Match',
    in: 'header',
    required,
    description: 'The ETag that was read, `"v3"`. If the thing has changed since, the answer is 412.',
    schema: { type: 'string', pattern: '^"v\\d{1,9}"$' },
  }
}

function requestBody(contract: RouteContract, collect: Collect): JsonSchema | undefined {
  if (contract.rawBody !== undefined) return { required: true, content: { [contract.rawBody]: {} } }
  if (contract.body === undefined) return undefined
  return { required: true, content: { 'application/json': { schema: collect(contract.body) } } }
}

function answers(contract: RouteContract, collect: Collect): JsonSchema {
  return Object.fromEntries(
    Object.entries(contract.answers).map(([status, schema]) => [
      status,
      answer(Number(status), schema, collect, contract.eventStream === true),
    ]),
  )
}

function answer(
  status: number,
  schema: TSchema | null,
  collect: Collect,
  isEventStream: boolean,
): JsonSchema {
  if (status === 204) return { description: 'Done.' }
  if (schema === null) return { description: 'The bytes.', content: { 'application/octet-stream': {} } }
  return {
    description: { 201: 'Created.', 202: 'Accepted; the rest is done soon.' }[status] ?? 'Done.',
    ...(hasVersion(schema) ? { headers: { ETag: ETAG } } : {}),
    content: {
      'application/json': { schema: collect(schema) },
      ...(isEventStream ? { 'text/event-stream': {} } : {}),
    },
  }
}

const ETAG = { description: 'What If-Match takes, `"v3"`.', schema: { type: 'string' } }

function hasVersion(schema: TSchema): boolean {
  return 'version' in ((schema as { properties?: object }).properties ?? {})
}

function sortedByName(components: Record<string, JsonSchema>): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(components).sort(([a], [b]) => (a < b ? -1 : 1)))
}
