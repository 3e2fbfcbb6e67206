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
export type CallInput<C extends RouteContract> = Given<C, 'params', Params<C>> &
  Given<C, 'query', Query<C>> &
  Given<C, 'body' | 'rawBody', Body<C>, 'body'> &
  IfMatchOf<C> & { idempotencyKey?: string; signal?: AbortSignal }

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
   * idempotencyKey, are tried up to 3 times when no answer came, on 429, 502, 503 and 504 and on `request-in-flight`;
   * Retry-After is honoured, and one above 30 s is left to the caller. Rule: docs/behaviour/api.md, "Trying again".
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
          const waitMs = mayRepeat && tries < TRIES_MAX ? waitBeforeRetry(error, tries) : undefined
          if (waitMs === undefined) throw error
          await pause(waitMs, given.signal)
        }
      }
    },
  }
}

const TRIES_MAX = 3
const TIMEOUT_MS = 30_000
const FIRST_PAUSE_MS = 250
const PAUSE_MS_MAX = 30_000
const PASSING_STATUSES = [429, 502, 503, 504]

type Given<C, Key, Value, As extends string = Key & string> = C extends { [K in Key & string]: unknown }
  ? { [K in As]: Value }
  : Extract<keyof C, Key> extends never
    ? { [K in As]?: never }
    : { [K in As]: Value }

type IfMatchOf<C extends RouteContract> = C extends { ifMatch: 'required' }
  ? { ifMatch: number | string }
  : C extends { ifMatch: 'optional' }
    ? { ifMatch?: number | string }
    : { ifMatch?: never }

type InputOf<C extends RouteContract> =
  Record<string, never> extends CallInput<C> ? [input?: CallInput<C>] : [input: CallInput<C>]

type LooseInput = {
  params?: unknown
  query?: unknown
  body?: unknown
  ifMatch?: number | string
  idempotencyKey?: string
  signal?: AbortSignal
}
