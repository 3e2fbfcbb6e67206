import type { Static, TSchema } from 'typebox'
import { ApiError, NoAnswer, problemError } from './client-errors.ts'
import { callUrl } from './client-url.ts'
import type { Body, Params, Query, RouteContract } from './route.ts'

export { ApiError, NoAnswer } from './client-errors.ts'

export type ClientOptions = {
  /** Where the desk is, `https://desk.example.org`; in its own pages the empty string. */
  baseUrl: string
  /** An API key; without one a browser's session counts. */
  key?: string
  /** The csrfToken of the session, asked for with each call that changes something. */
  csrfToken?: () => string | null | undefined
  /** Of one try, the reading of its answer included; 30 s unless told. */
  timeoutMs?: number
  fetch?: typeof fetch
  /** Waits between tries; rejects when the signal aborts. */
  pause?: (ms: number, signal: AbortSignal | undefined) => Promise<void>
}

/** What a call hands over; what the contract does not have cannot be given. */
export type CallInput<C extends RouteContract> = Part<C, 'params', Params<C>> &
  Part<C, 'query', Query<C>> &
  (C extends { rawBody: string } ? { body: Body<C> } : Part<C, 'body', Body<C>>) &
  IfMatchPart<C> & { idempotencyKey?: string; signal?: AbortSignal }

/** What a call answers: the contract's answers; bytes for one without a schema, nothing for 204. */
export type AnswerOf<C extends RouteContract> = {
  [S in keyof C['answers']]: C['answers'][S] extends TSchema
    ? Static<C['answers'][S]>
    : S extends 204
      ? undefined
      : Uint8Array
}[keyof C['answers']]

export type Client = {
  /**
   * Calls a route. Rejects with ApiError when the desk refuses and with NoAnswer when none came. GET, and calls with an
   * idempotencyKey, are repeated up to 3 times when no answer came, on 429, 502, 503 and 504 and on `request-in-flight`,
   * GET on 500 too; Retry-After is honoured, and one above 30 s is left to the caller. Rule: docs/behaviour/api.md, "Trying again".
   */
  call<C extends RouteContract>(contract: C, ...input: InputOf<C>): Promise<AnswerOf<C>>
}

/** A client of the API, for browsers and Node. It keeps no state. */
export function createClient(options: ClientOptions): Client {
  const pause = options.pause ?? pauseFor
  return {
    async call(contract, ...[input]) {
      const given: LooseInput = input ?? {}
      const mayRepeat = contract.method === 'GET' || given.idempotencyKey !== undefined
      for (let tries = 1; ; tries += 1) {
        try {
          return (await tryOnce(options, contract, given)) as never
        } catch (error) {
          const waitMs =
            mayRepeat && tries < TRIES_MAX ? waitBeforeRetry(error, tries, contract.method) : undefined
          if (waitMs === undefined) throw error
          await pause(waitMs, given.signal)
        }
      }
    },
  }
}

const TRIES_MAX = 4
const TIMEOUT_MS = 30_000
const FIRST_PAUSE_MS = 250
const PAUSE_MS_MAX = 30_000
const PASSING_STATUSES = [429, 502, 503, 504]

type Part<C, Key extends string, Value> = Key extends keyof C
  ? Record<never, never> extends Value
    ? { [K in Key]?: Value }
    : { [K in Key]: Value }
  : { [K in Key]?: never }

type IfMatchPart<C extends RouteContract> = C extends { ifMatch: 'required' }
  ? { ifMatch: number | string }
  : C extends { ifMatch: 'optional' }
    ? { ifMatch?: number | string }
    : { ifMatch?: never }

type InputOf<C extends RouteContract> =
  Record<never, never> extends CallInput<C> ? [input?: CallInput<C>] : [input: CallInput<C>]

type LooseInput = {
  params?: unknown
  query?: unknown
  body?: unknown
  ifMatch?: number | string
  idempotencyKey?: string
  signal?: AbortSignal
}

async function tryOnce(options: ClientOptions, contract: RouteContract, input: LooseInput): Promise<unknown> {
  const url = callUrl(options.baseUrl, contract, input)
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)
  const signal = input.signal === undefined ? timeout : AbortSignal.any([input.signal, timeout])
  const send = options.fetch ?? fetch
  const init = {
    method: contract.method,
    headers: headersOf(options, contract, input),
    redirect: 'error' as const,
    signal,
  }
  const body = bodyOf(contract, input)
  try {
    const answer = await send(url, body === undefined ? init : { ...init, body })
    return await readAnswer(contract, answer)
  } catch (error) {
    if (error instanceof ApiError) throw error
    input.signal?.throwIfAborted()
    throw new NoAnswer(`${contract.method} ${contract.path} got no answer`, { cause: error })
  }
}

/** Throws a TypeError for a value that no header can carry: no try would mend it. */
function headersOf(options: ClientOptions, contract: RouteContract, input: LooseInput): Headers {
  const { key } = options
  const csrfToken = contract.method === 'GET' || key !== undefined ? undefined : options.csrfToken?.()
  const { body, ifMatch, idempotencyKey } = input
  return new Headers({
    accept: 'application/json',
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    ...(typeof csrfToken === 'string' ? { 'x-csrf-token': csrfToken } : {}),
    ...(body === undefined ? {} : { 'content-type': contract.rawBody ?? 'application/json' }),
    ...(ifMatch === undefined ? {} : { 'if-match': typeof ifMatch === 'number' ? `"v${ifMatch}"` : ifMatch }),
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': quoted(idempotencyKey) }),
  })
}

/** As a structured-field string, so that keys with blanks and commas arrive whole. */
function quoted(idempotencyKey: string): string {
  return `"${idempotencyKey.replace(/["\\]/g, '\\$&')}"`
}

function bodyOf(contract: RouteContract, { body }: LooseInput): Uint8Array<ArrayBuffer> | string | undefined {
  if (body === undefined) return undefined
  return contract.rawBody === undefined ? JSON.stringify(body) : (body as Uint8Array<ArrayBuffer>)
}

async function readAnswer(contract: RouteContract, answer: Response): Promise<unknown> {
  if (!answer.ok) throw await problemError(answer)
  if (answer.status === 204) return undefined
  if (contract.answers[answer.status] === null) return new Uint8Array(await answer.arrayBuffer())
  const text = await answer.text()
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ApiError(answer.status, 'unreadable-answer', 'The answer is not JSON.', { cause })
  }
}

/** How long to wait before a repeat; undefined for what a repeat would not mend. */
function waitBeforeRetry(error: unknown, tries: number, method: string): number | undefined {
  // Half of it by chance: clients that failed together do not come back together.
  const backoffMs = FIRST_PAUSE_MS * 2 ** (tries - 1) * (0.5 + Math.random() / 2)
  if (error instanceof NoAnswer) return backoffMs
  if (!(error instanceof ApiError)) return undefined
  const { status, code } = error
  // What a desk failed at may have been done: only what changes nothing is asked for again.
  const mayPass = PASSING_STATUSES.includes(status) || (status === 500 && method === 'GET')
  if (!mayPass && code !== 'request-in-flight') return undefined
  const waitMs = Math.max(error.retryAfterMs ?? 0, backoffMs)
  return waitMs > PAUSE_MS_MAX ? undefined : waitMs
}

function pauseFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}
