import type { ApiError, CallInput } from '../../contracts/client.ts'
import type { RouteContract } from '../../contracts/route.ts'
import type { EntityType } from './entities.ts'
import type { Patch } from './overlay.ts'

/** A change asked for by a person. */
export type Mutation<C extends RouteContract = RouteContract> = {
  contract: C
  input: Omit<CallInput<C>, 'idempotencyKey' | 'ifMatch' | 'signal'>
  /** What it changes: shown at once with `patch`, sent one after the other, guarded by the version. */
  on?: { type: EntityType; id: string }
  patch?: Patch
  /** Property edits wait for the network; everything else fails at once without it. */
  mayWait?: boolean
  /** That of an earlier try that had no answer: the desk knows the same request again and does it once. */
  id?: string
  /** Takes the answer into the store; unless told, an answer that is the changed thing is put. */
  absorb?: (answer: unknown) => void
}

/** A field that somebody else changed first. */
export type ConflictField = { field: string; mine: unknown; theirs: unknown }

/** How it ended; what was shown is rolled back in every case but `done`. */
export type Outcome<A = unknown> =
  | { how: 'done'; answer: A | undefined }
  | { how: 'conflict'; fields: ConflictField[]; by: string | null; at: string | null }
  | { how: 'refused'; error: ApiError }
  /** No answer came; whether it was done is not known. The thing is read anew. */
  | { how: 'no-answer' }
  /** There is no network, and this does not wait; or 50 wait already. Nothing was sent. */
  | { how: 'offline' }
  /** Somebody signed out meanwhile. */
  | { how: 'dropped' }
  | { how: 'failed'; error: unknown }

/** A change under way, as the pages show it. */
export type PendingMutation = {
  id: string
  on: { type: EntityType; id: string } | undefined
  patch: Patch | undefined
  state: 'sending' | 'waiting-for-turn' | 'waiting-for-network' | 'waiting-for-sign-in'
  since: number
}

/** How many changes may wait for the network. */
export const WAITING_MAX = 50
