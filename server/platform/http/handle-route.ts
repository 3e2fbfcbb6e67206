import type { FastifyReply, FastifyRequest } from 'fastify'
import type { RouteContract } from '../../../contracts/route.ts'
import { authorise } from './authorise.ts'
import type { Caller, PublicCall, RequestFacts, Route } from './call.ts'
import { fingerprint, readIdempotencyKey } from './fingerprint.ts'
import { handOver } from './hand-over.ts'
import type { IdempotencyScope } from './idempotency-store.ts'
import { type FieldError, Problem } from './problem.ts'
import { boundCall, type Served, serve } from './serve-call.ts'
import type { ServerOptions } from './server.ts'
import { bodyCheck, type Check, textCheck } from './validation.ts'

type Reread = (path: string, headers: Record<string, string>) => Promise<string>
type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/**
 * The life of a call: who (401), may they (403), does it fit the contract (422), then the handler. Authentication and
 * authorisation come before a replay, so a revoked key never reads an old answer.
 */
export function routeHandler<A extends Caller>(
  route: Route<A>,
  options: ServerOptions<A>,
  factsOf: (request: FastifyRequest) => RequestFacts,
  reread: Reread,
): Handler {
  const { contract } = route
  const checks = compile(contract)
  if ('handlePublic' in route) {
    return async (request, reply) => {
      const input = validated(contract, checks, request)
      return send(
        reply,
        serve(await route.handlePublic({ ...factsOf(request), ...input } as PublicCall<never>)),
      )
    }
  }
  return async (request, reply) => {
    const facts = factsOf(request)
    const actor = await options.authenticate(facts)
    if (actor === null)
      throw new Problem('unauthenticated', 'Sign in, or send a valid API key.', {
        headers: { 'www-authenticate': 'Bearer' },
      })
    if (actor.byCookie && contract.method !== 'GET') options.checkCsrf(facts, contract.method)
    authorise(contract, actor)
    const input = validated(contract, checks, request)
    const scope = idempotencyScope(contract, actor, facts, request)
    const ifMatch = readIfMatch(contract, request.headers['if-match'])
    const known = scope === undefined ? actor : { ...actor, cause: { ...actor.cause, mutationId: scope.key } }
    const call = boundCall(options.db, known, { ...facts, ...input, ifMatch }, scope, (path) =>
      reread(path, credentials(request)),
    )
    const answer = await route.handle(call as never)
    return answer.takeOver === undefined ? send(reply, serve(answer)) : handOver(request, reply, answer)
  }
}

type Checks = { params?: Check; query?: Check; body?: Check }

function compile(contract: RouteContract): Checks {
  return {
    ...(contract.params === undefined ? {} : { params: textCheck(contract.params) }),
    ...(contract.query === undefined ? {} : { query: textCheck(contract.query) }),
    ...(contract.body === undefined ? {} : { body: bodyCheck(contract.body) }),
  }
}

function validated(
  contract: RouteContract,
  checks: Checks,
  request: FastifyRequest,
): { params: unknown; query: unknown; body: unknown } {
  const query = { ...(request.query as Record<string, unknown>) }
  const params = { ...(request.params as Record<string, unknown>) }
  // A path part that is no id names nothing: hidden, foreign and malformed are one answer.
  if (checks.params !== undefined && checks.params(params).length > 0)
    throw new Problem('not-found', 'There is no such thing here.')
  const errors: FieldError[] = [
    ...at('/query', checks.query?.(query)),
    ...(checks.body?.(request.body ?? undefined) ?? []),
  ]
  if (contract.query === undefined && Object.keys(query).length > 0) {
    errors.push({ path: `/query/${Object.keys(query)[0]?.slice(0, 80)}`, message: 'is not known here' })
  }
  if (contract.rawBody !== undefined && !Buffer.isBuffer(request.body))
    errors.push({ path: '', message: 'a body is required' })
  if (errors.length > 0)
    throw new Problem('contract-violation', 'The request does not fit the contract.', { errors })
  return { params, query, body: request.body ?? undefined }
}

function at(root: string, errors: FieldError[] | undefined): FieldError[] {
  return (errors ?? []).map((error) => ({ ...error, path: root + error.path }))
}

function idempotencyScope(
  contract: RouteContract,
  actor: Caller,
  facts: RequestFacts,
  request: FastifyRequest,
): IdempotencyScope | undefined {
  if (contract.method === 'GET' || contract.idempotency === 'exempt') return undefined
  const key = readIdempotencyKey(request.raw.rawHeaders)
  if (key === undefined) return undefined
  const mediaType = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const { method } = contract
  return {
    principalId: actor.principalId,
    method,
    route: contract.path,
    key,
    fingerprint: fingerprint({
      method,
      target: facts.target,
      mediaType,
      body: request.body ?? undefined,
      ifMatch: request.headers['if-match'],
    }),
  }
}

/** `If-Match: "v12"` as 12. Missing where required is 428; anything else than a version is malformed. */
function readIfMatch(contract: RouteContract, value: string | undefined): number | undefined {
  if (contract.ifMatch === undefined) return undefined
  if (value === undefined) {
    if (contract.ifMatch === 'required')
      throw new Problem('if-match-required', 'Send the ETag that you read in If-Match.')
    return undefined
  }
  const version = /^"v(\d{1,9})"$/.exec(value)?.[1]
  if (version === undefined)
    throw new Problem('malformed-header', 'If-Match takes an ETag of this thing, like "v3".')
  return Number(version)
}

function credentials(request: FastifyRequest): Record<string, string> {
  const { authorization, cookie } = request.headers
  return {
    ...(authorization === undefined ? {} : { authorization }),
    ...(cookie === undefined ? {} : { cookie }),
  }
}

function send(reply: FastifyReply, served: Served): FastifyReply {
  return reply.code(served.status).headers(served.headers).send(served.body)
}
