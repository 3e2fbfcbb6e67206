import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Database } from '../db/index.ts'
import type { Caller, RequestFacts, Route } from './call.ts'
import { clientAddress } from './client-address.ts'
import { asProblem } from './error-mapping.ts'
import { sortedTarget } from './fingerprint.ts'
import { routeHandler } from './handle-route.ts'
import { watchIdle } from './idle-connections.ts'
import { noRoute } from './no-route.ts'
import { type Problem, problemBody } from './problem.ts'
import { requestId } from './request-id.ts'
import { SECURITY_HEADERS } from './security-headers.ts'

/** A page or probe outside the API: no contract, no caller. */
export type Page = {
  path: string
  handle: (
    facts: RequestFacts,
  ) => Promise<{ status: number; headers: Record<string, string>; body: string | Buffer }>
}

export type ServerOptions<A extends Caller> = {
  db: Database
  routes: readonly Route<A>[]
  pages: readonly Page[]
  /** Finds out who calls, or null. Rejects only when it could not find out. */
  authenticate: (facts: RequestFacts) => Promise<A | null>
  /** Refuses a cookie's caller whose request may have been made by another site. */
  checkCsrf: (facts: RequestFacts, method: string) => void
  log: Logger
  /** Seen once for every answer; times in seconds. */
  onAnswer: (answer: { method: string; route: string; status: number; seconds: number }) => void
  trustedProxyCidrs: readonly string[]
  /** Ends what would never end by itself, when the server stops. */
  onStop?: () => Promise<void>
}

export type HttpServer = {
  /** Starts listening and answers the port. */
  listen(host: string, port: number): Promise<number>
  /** Answers what is under way, refuses what is new, closes. */
  stop(): Promise<void>
  inject: FastifyInstance['inject']
}

const BODY_BYTES_MAX = 2 * 1024 * 1024
const REQUEST_TIMEOUT_MS = 30_000
/** What is under way at a stop ends bit by bit, and connections come in until the server has stopped listening. */
const IDLE_SWEEP_MS = 100

/** Builds the web server of a process from its routes. Every failure becomes a problem with a code; none shows a stack. */
export function createServer<A extends Caller>(options: ServerOptions<A>): HttpServer {
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    genReqId: (request) => requestId(request.headers['x-request-id']),
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: false },
    // An address that cannot be read never reaches the hooks: it gets its headers here.
    frameworkErrors: (error, request, reply) => {
      reply.headers({ ...SECURITY_HEADERS, 'x-request-id': request.id })
      refuse(options.log, request, reply, asProblem(error))
    },
    clientErrorHandler(_error, socket) {
      if (socket.writable)
        socket.end('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n')
    },
  })
  takeBodies(app, options.routes)
  const closeIdle = watchIdle(app.server)
  const address = clientAddress(options.trustedProxyCidrs)
  const facts = (request: FastifyRequest): RequestFacts => ({
    requestId: request.id,
    remoteAddress: address(request.socket.remoteAddress ?? '', header(request, 'x-forwarded-for')),
    headers: request.headers,
    target: sortedTarget(request.url),
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS)
    reply.header('x-request-id', request.id)
  })
  let closing = false
  // A kept-alive connection that answers after the stop began would hold it up for as long as it is kept.
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close')
  })
  app.addHook('onResponse', async (request, reply) => noteAnswer(options, request, reply))
  const unmatched = noRoute(options.routes.map((route) => route.contract))
  app.setNotFoundHandler((request, reply) =>
    refuse(options.log, request, reply, unmatched(request.method, request.url)),
  )
  app.setErrorHandler((error, request, reply) => refuse(options.log, request, reply, asProblem(error)))
  for (const route of options.routes) {
    const handler = routeHandler(route, options, facts, (path, headers) => reread(app, path, headers))
    app.route({
      method: route.contract.method,
      url: route.contract.path,
      ...(route.contract.bodyLimitBytes === undefined ? {} : { bodyLimit: route.contract.bodyLimitBytes }),
      handler,
    })
  }
  for (const page of options.pages) {
    app.get(page.path, async (request, reply) => {
      const { status, headers, body } = await page.handle(facts(request))
      return reply.code(status).headers(headers).send(body)
    })
  }
  return {
    async listen(host, port) {
      await app.listen({ host, port })
      const bound = app.server.address()
      return typeof bound === 'object' && bound !== null ? bound.port : port
    },
    async stop() {
      closing = true
      await options.onStop?.()
      const sweep = setInterval(closeIdle, IDLE_SWEEP_MS)
      await app.close().finally(() => clearInterval(sweep))
    },
    inject: app.inject.bind(app),
  }
}

function takeBodies(app: FastifyInstance, routes: readonly Route<never>[]): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    app.getDefaultJsonParser('error', 'error'),
  )
  const rawTypes = new Set(
    routes.flatMap(({ contract }) => (contract.rawBody === undefined ? [] : [contract.rawBody])),
  )
  for (const type of rawTypes) {
    app.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  }
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(',') : value
}

async function reread(app: FastifyInstance, path: string, headers: Record<string, string>): Promise<string> {
  const answer = await app.inject({ method: 'GET', url: path, headers })
  return answer.body
}

function refuse(log: Logger, request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const told = { requestId: request.id, route: request.routeOptions.url, code: problem.code }
  // Nothing failed where it was refused on purpose: the desk stops, and says so to whoever still comes.
  if (problem.code === 'unavailable' && problem.cause === undefined) log.info(told, 'request refused')
  else if (problem.status >= 500) log.error({ ...told, err: problem.cause ?? problem }, 'request failed')
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(problemBody(problem, request.id))
}

/** One line an answer: the route's template, never the address with its query, so no secret can stand in it. */
function noteAnswer<A extends Caller>(
  options: ServerOptions<A>,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const route = request.routeOptions.url ?? 'unmatched'
  const seconds = reply.elapsedTime / 1000
  options.onAnswer({ method: request.method, route, status: reply.statusCode, seconds })
  options.log.debug(
    {
      requestId: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    },
    'answered',
  )
}
