import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Body, Params, Query, RouteContract } from '../../../contracts/route.ts'
import type { TenantRead, TenantTx } from '../db/index.ts'

/** Who calls, as the resolver of the app found out. `principalId` scopes idempotency keys: a person's or a key's id. */
export type Caller = {
  tenantId: string
  principalId: string
  personId: string
  scopes: readonly string[] | null
  role: string
  byCookie: boolean
  /** Written into every event of the call. */
  cause: Record<string, string>
}

/** What a handler answers. `body` is sent as JSON; positions of the log in it may still be tokens. */
export type Answer = {
  status: number
  body?: unknown
  headers?: Record<string, string>
  /** Ready bytes or a stream instead of a body, with its own Content-Type in `headers`. */
  raw?: Buffer | NodeJS.ReadableStream
  /** Takes the connection once the head is out, for an answer without an end. Never called for HEAD. */
  takeOver?: (socket: Socket) => void
  /** Where to read the thing again, for a replay of an answer too long to keep (64 KB). */
  resource?: string
  /** The body holds a secret shown once: never kept; a replay is 409 `already-created`. */
  secret?: boolean
}

/** The facts of a request that everybody may know. */
export type RequestFacts = {
  requestId: string
  remoteAddress: string
  headers: IncomingMessage['headers']
  /** The path with its sorted query, as the idempotency fingerprint takes it. */
  target: string
}

/**
 * A validated call of a route by an authenticated caller. `write` runs a command in the caller's tenant under the
 * request's Idempotency-Key and turns its result into the answer; `read` reads in the caller's tenant.
 */
export type Call<C extends RouteContract, A extends Caller> = RequestFacts & {
  actor: A
  params: Params<C>
  query: Query<C>
  body: Body<C>
  ifMatch: number | undefined
  write<T>(command: (tx: TenantTx) => Promise<T>, answer: (result: T) => Answer): Promise<Answer>
  read<T>(query: (tx: TenantRead) => Promise<T>): Promise<T>
}

/** A call of a public route: no caller, no tenant. */
export type PublicCall<C extends RouteContract> = RequestFacts & {
  params: Params<C>
  query: Query<C>
  body: Body<C>
}

/** A route with its handler; a module's `routes.ts` exports a list of these. */
export type Route<A extends Caller> =
  | { contract: RouteContract; handle: (call: Call<RouteContract, A>) => Promise<Answer> }
  | { contract: RouteContract; handlePublic: (call: PublicCall<RouteContract>) => Promise<Answer> }

/** Binds a handler to a contract, with the contract's types. */
export function route<C extends RouteContract, A extends Caller>(
  contract: C,
  handle: (call: Call<C, A>) => Promise<Answer>,
): Route<A> {
  return { contract, handle: handle as unknown as (call: Call<RouteContract, A>) => Promise<Answer> }
}

/** Binds a handler to a contract that needs no credentials. */
export function publicRoute<C extends RouteContract, A extends Caller>(
  contract: C,
  handle: (call: PublicCall<C>) => Promise<Answer>,
): Route<A> {
  return { contract, handlePublic: handle as unknown as (call: PublicCall<RouteContract>) => Promise<Answer> }
}
