import { type AnswerOf, ApiError, type Client, NoAnswer } from '../../contracts/client.ts'
import type { RouteContract } from '../../contracts/route.ts'
import { createCell } from './cell.ts'
import type { Clock } from './clock.ts'
import { type Changers, conflictsOf, type Expected, expect, expectAlso } from './conflicts.ts'
import { type EntityKey, entityKey } from './entities.ts'
import type { EntityStore } from './entity-store.ts'
import type { Gate } from './gate.ts'
import { type Mutation, type Outcome, type PendingMutation, WAITING_MAX } from './mutation.ts'

export type Mutations = {
  /** Shows the change at once and sends it. `outcome` never rejects. */
  mutate<C extends RouteContract>(
    mutation: Mutation<C>,
  ): { id: string; outcome: Promise<Outcome<AnswerOf<C>>> }
  /** What is under way, oldest first. */
  pending(): readonly PendingMutation[]
  subscribe(listener: () => void): () => void
  /** The stream told of this change: it was done, whatever becomes of its answer. */
  heard(mutationId: string): void
  /** Drops everything under way: the person signed out. */
  drop(): void
}

type Options = {
  client: Client
  store: EntityStore
  clock: Clock
  changers: Changers
  network: Gate
  signedIn: Gate
  /** Reads one thing and puts it into the store. */
  read: (key: EntityKey) => Promise<void>
  newId?: () => string
}

type Job = PendingMutation & {
  mutation: Mutation
  expected: Expected
  ifMatch: number | undefined
  dropped: boolean
}

/**
 * Sends what people change: each under an Idempotency-Key that is its id, the changes of one thing one after the other,
 * with the version where the route takes it. A version that others raised elsewhere is no conflict; a field that
 * somebody else changed is. Rule: docs/behaviour/web-data.md, "Changes".
 */
export function createMutations(options: Options): Mutations {
  const { store, clock } = options
  const newId = options.newId ?? (() => crypto.randomUUID())
  const jobs = new Map<string, Job>()
  const turns = new Map<EntityKey, Promise<unknown>>()
  const heardIds = new Set<string>()
  const cell = createCell<readonly PendingMutation[]>([])
  const show = () =>
    cell.set([...jobs.values()].map(({ id, on, patch, state, since }) => ({ id, on, patch, state, since })))
  const enter = (job: Job, state: Job['state']) => {
    job.state = state
    show()
  }
  const end = (job: Job) => {
    store.takeUp(job.id)
    jobs.delete(job.id)
    heardIds.delete(job.id)
    show()
  }
  const run = async (job: Job): Promise<Outcome> => {
    try {
      const outcome = await send(job, options, { enter, wasHeard: () => heardIds.has(job.id) })
      if (outcome.how === 'done') await settle(job, outcome.answer, options, jobs)
      else if (job.on !== undefined && outcome.how === 'no-answer')
        store.markStale([entityKey(job.on.type, job.on.id)])
      return job.dropped ? { how: 'dropped' } : outcome
    } catch (error) {
      return { how: 'failed', error }
    } finally {
      end(job)
    }
  }
  const runInTurn = async (job: Job, before: Promise<unknown>): Promise<Outcome> => {
    if (await isTurn(job, before, options.network)) return run(job)
    end(job)
    return { how: 'offline' }
  }
  return {
    mutate(mutation) {
      const id = mutation.id ?? newId()
      const waiting = [...jobs.values()].filter(({ mutation: { mayWait } }) => mayWait === true).length
      if (!options.network.isOpen() && (mutation.mayWait !== true || waiting >= WAITING_MAX))
        return { id, outcome: Promise.resolve({ how: 'offline' }) }
      const job = jobOf(id, mutation as unknown as Mutation, store, clock.now())
      jobs.set(id, job)
      if (job.on !== undefined && job.patch !== undefined)
        store.layDown(id, job.on.type, job.on.id, job.patch)
      show()
      if (job.on === undefined) return { id, outcome: run(job) as Promise<never> }
      const key = entityKey(job.on.type, job.on.id)
      const before = turns.get(key)
      const outcome = before === undefined ? run(job) : runInTurn(job, before)
      const done = Promise.all([before, outcome])
      turns.set(key, done)
      void done.then(() => turns.get(key) === done && turns.delete(key))
      return { id, outcome: outcome as Promise<never> }
    },
    pending: cell.current,
    subscribe: cell.subscribe,
    heard(mutationId) {
      if (jobs.has(mutationId)) heardIds.add(mutationId)
    },
    drop() {
      for (const job of [...jobs.values()]) {
        job.dropped = true
        store.takeUp(job.id)
      }
      jobs.clear()
      show()
    },
  }
}

function jobOf(id: string, mutation: Mutation, store: EntityStore, now: number): Job {
  const { on, patch } = mutation
  const expected =
    on === undefined || patch === undefined
      ? new Map()
      : expect(patch, store.get(on.type, on.id), store.record(on.type, on.id)?.data)
  return {
    id,
    on,
    patch,
    state: 'waiting-for-turn',
    since: now,
    mutation,
    expected,
    ifMatch: undefined,
    dropped: false,
  }
}

/** Waits for those before it. False when the network went meanwhile and this does not wait for it. */
function isTurn({ mutation }: Job, before: Promise<unknown>, network: Gate): Promise<boolean> {
  if (mutation.mayWait === true) return before.then(() => true)
  return new Promise((resolve) => {
    const off = network.subscribe(() => {
      if (network.isOpen()) return
      off()
      resolve(false)
    })
    void before.then(() => {
      off()
      resolve(true)
    })
  })
}

type Course = { enter: (job: Job, state: Job['state']) => void; wasHeard: () => boolean }

const REBASES_MAX = 3
const SIGN_INS_MAX = 3

async function send(job: Job, options: Options, { enter, wasHeard }: Course): Promise<Outcome> {
  for (let rebases = 0, signIns = 0; ; ) {
    await pass(options.signedIn, () => enter(job, 'waiting-for-sign-in'))
    if (job.mutation.mayWait === true) await pass(options.network, () => enter(job, 'waiting-for-network'))
    if (job.dropped) return { how: 'dropped' }
    const conflict = conflictOf(job, options)
    // A repeat must be the same request, or the desk would not know it again.
    if (conflict !== undefined && job.ifMatch === undefined) return conflict
    enter(job, 'sending')
    try {
      const answer = await options.client.call(job.mutation.contract, inputOf(job, options.store) as never)
      return job.dropped ? { how: 'dropped' } : { how: 'done', answer }
    } catch (error) {
      if (job.dropped) return { how: 'dropped' }
      if (isUnknown(error)) {
        if (wasHeard()) return { how: 'done', answer: undefined }
        if (job.mutation.mayWait !== true) return { how: 'no-answer' }
        options.network.doubt()
        continue
      }
      job.ifMatch = undefined
      if (!(error instanceof ApiError)) throw error
      if (error.status === 401 && signIns < SIGN_INS_MAX) {
        signIns += 1
        continue
      }
      if (error.status !== 412 || job.on === undefined || rebases === REBASES_MAX)
        return { how: 'refused', error }
      rebases += 1
      await options.read(entityKey(job.on.type, job.on.id)).catch((failure: unknown) => {
        if (job.mutation.mayWait !== true || !isUnknown(failure)) throw failure
        options.network.doubt()
      })
    }
  }
}

/** Whether the desk did it is not known: no answer, or the page of a proxy in its place. */
function isUnknown(error: unknown): boolean {
  if (error instanceof NoAnswer) return true
  if (!(error instanceof ApiError) || error.code !== 'unreadable-answer') return false
  return error.status < 300 || (error.status >= 502 && error.status <= 504)
}

/** Goes through a gate; says so first when it is closed. */
async function pass(gate: Gate, onClosed: () => void): Promise<void> {
  if (gate.isOpen()) return
  onClosed()
  await gate.opened()
}

function conflictOf({ on, patch, expected }: Job, { store, changers }: Options): Outcome | undefined {
  if (on === undefined || patch === undefined) return undefined
  const fields = conflictsOf(patch, expected, store.record(on.type, on.id)?.data)
  const first = fields[0]
  if (first === undefined) return undefined
  const changer = changers.of(entityKey(on.type, on.id), first.field)
  return { how: 'conflict', fields, by: changer?.by ?? null, at: changer?.at ?? null }
}

function inputOf(job: Job, store: EntityStore): object {
  const { contract, input, on } = job.mutation
  const takesVersion = contract.ifMatch !== undefined && on !== undefined && job.patch !== undefined
  job.ifMatch ??= takesVersion ? store.record(on.type, on.id)?.version : undefined
  return { ...input, idempotencyKey: job.id, ...(job.ifMatch === undefined ? {} : { ifMatch: job.ifMatch }) }
}

/** Takes the answer in before the change is taken up, so that what was there before is never shown again. */
async function settle(job: Job, answer: unknown, options: Options, jobs: Map<string, Job>): Promise<void> {
  const { store } = options
  const { on, absorb } = job.mutation
  if (absorb !== undefined && answer !== undefined) absorb(answer)
  if (on === undefined) return
  if (isVersionOf(answer, on.id)) {
    if (absorb === undefined) store.put(on.type, answer.version, answer as never)
  } else if (store.isPending(job.id)) {
    await options.read(entityKey(on.type, on.id)).catch(() => store.markStale([entityKey(on.type, on.id)]))
  }
  const data = store.record(on.type, on.id)?.data
  if (data === undefined) return
  for (const other of jobs.values())
    if (other !== job && other.on?.id === on.id)
      expectAlso(other.expected, isVersionOf(answer, on.id) ? answer : data)
}

function isVersionOf(answer: unknown, id: string): answer is { id: string; version: number } {
  const { id: answered, version } = (answer ?? {}) as { id?: unknown; version?: unknown }
  return answered === id && typeof version === 'number'
}
