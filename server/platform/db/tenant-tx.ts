import { randomBytes } from 'node:crypto'
import { raiseCounter } from './counter-store.ts'
import { type Database, send } from './database.ts'
import { isRerunnable, sqlState } from './pg-errors.ts'
import { type Sql, sql } from './sql.ts'

/** Whose transaction it is. `actorId` is null for the system. */
export type TenantScope = { tenantId: string; actorId: string | null }

/** A read inside one tenant: rows of statements; queue several without awaiting and they share a trip. */
export type TenantRead = {
  readonly tenantId: string
  rows<Row>(statement: Sql): Promise<Row[]>
}

/** A position in the log that the commit will fill in: a token until then, in text and in JSON. */
export type PendingSeq = string & { readonly __pendingSeq: true }

/** The only way to write. Made by `write` alone. */
export type TenantTx = TenantRead & {
  /** Queues a statement for the final flush, in the order given. */
  defer(statement: Sql): void
  /** As `defer`, for a statement that uses app.seq(k): sent after the counter was raised. */
  deferNumbered(statement: Sql): void
  /** Runs just before the flush, to turn what was gathered into statements. */
  beforeFlush(prepare: () => void): void
  /** Takes the next position of this transaction: k for SQL (app.seq(k)), token for answers. */
  nextSeq(): { k: number; token: PendingSeq }
  /** Replaces the tokens in a text by the committed positions; before the flush, for SQL to do the same. */
  readonly seqTokenPrefix: string
  readonly seqCount: () => number
}

/** A command's answer with the positions it was given. */
export type Written<T> = { result: T; lastSeq: number | null; fill(text: string): string }

const RERUNS_MAX = 3

/**
 * Runs a command in one transaction of one tenant and commits it. Lost races (40001, 40P01) are run again, up to
 * three times with jitter; everything else rejects with nothing written. The answer is given only after the server
 * answered COMMIT to COMMIT. Rule: docs/behaviour/transaction.md.
 */
export async function write<T>(
  db: Database,
  scope: TenantScope,
  command: (tx: TenantTx) => Promise<T>,
): Promise<Written<T>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await writeOnce(db, scope, command)
    } catch (error) {
      if (!isRerunnable(error) || attempt > RERUNS_MAX) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt))
    }
  }
}

/** Reads inside one tenant; the transaction is read only, and its begin, reads and end can be one trip. */
export async function read<T>(
  db: Database,
  scope: TenantScope,
  query: (tx: TenantRead) => Promise<T>,
): Promise<T> {
  const run = await open(db, scope, true)
  try {
    const result = await query(run)
    // Nothing was written: when all answers are in, the end only gives the connection back and nobody waits for it.
    const isAnswered = run.isAnswered()
    const ended = run.end()
    if (isAnswered) ended.catch((error) => run.abandon(error))
    else await ended
    return result
  } catch (error) {
    await run.abandon(error)
    throw error
  }
}

async function writeOnce<T>(
  db: Database,
  scope: TenantScope,
  command: (tx: TenantTx) => Promise<T>,
): Promise<Written<T>> {
  const run = await open(db, scope, false)
  const plain: Sql[] = []
  const numbered: Sql[] = []
  const prepares: (() => void)[] = []
  const prefix = `@seq:${randomBytes(9).toString('base64url')}:`
  let count = 0
  const tx: TenantTx = {
    tenantId: scope.tenantId,
    rows: run.rows,
    defer: (statement) => void (numbered.length > 0 ? numbered : plain).push(statement),
    deferNumbered: (statement) => void numbered.push(statement),
    beforeFlush: (prepare) => void prepares.push(prepare),
    nextSeq() {
      count += 1
      return { k: count, token: `${prefix}${count}` as PendingSeq }
    },
    seqTokenPrefix: prefix,
    seqCount: () => count,
  }
  try {
    const result = await command(tx)
    for (const prepare of prepares) prepare()
    const base = await flush(run, scope, plain, numbered, count)
    const lastSeq = base === null ? null : base + count
    if (lastSeq !== null) db.onCommitted?.(scope.tenantId, lastSeq)
    return { result, lastSeq, fill: (text) => fillSeq(text, prefix, base) }
  } catch (error) {
    await run.abandon(error)
    throw error
  }
}

/**
 * The final flush: the writes, the counter of the log, what needs its numbers, COMMIT; one trip. The counter's row
 * lock is held from here to the commit only, so that the order of positions is the order of commits.
 */
async function flush(
  run: OpenTransaction,
  scope: TenantScope,
  plain: Sql[],
  numbered: Sql[],
  count: number,
): Promise<number | null> {
  const sent: Promise<unknown>[] = plain.map((statement) => run.rows(statement))
  let base: Promise<{ base: number }[]> | undefined
  if (count > 0) {
    base = run.rows<{ base: number }>(raiseCounter(scope.tenantId, count))
    sent.push(base)
  }
  for (const statement of numbered) sent.push(run.rows(statement))
  const end = run.end()
  const settled = await Promise.allSettled(sent)
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed !== undefined) {
    await end.catch(() => {})
    throw failed.reason
  }
  await end
  const row = base === undefined ? undefined : (await base)[0]
  if (count > 0 && row === undefined) throw new Error('the tenant has no counter')
  return row === undefined ? null : row.base
}

/** Puts the committed positions where their tokens stand, quoted (in JSON) or bare; one pass over the text. */
function fillSeq(text: string, prefix: string, base: number | null): string {
  if (base === null) return text
  const [head = '', ...parts] = text.split(prefix)
  let filled = head
  for (const part of parts) {
    const digits = /^\d+/.exec(part)?.[0] ?? ''
    const isQuoted = filled.endsWith('"') && part[digits.length] === '"'
    filled = (isQuoted ? filled.slice(0, -1) : filled) + String(base + Number(digits))
    filled += part.slice(digits.length + (isQuoted ? 1 : 0))
  }
  return filled
}

type OpenTransaction = TenantRead & {
  /** Whether every statement so far has its answer. */
  isAnswered(): boolean
  end(): Promise<void>
  abandon(error: unknown): Promise<void>
}

/**
 * Begins: BEGIN alone, then tenant, actor, role and the timeouts that keep a stopped process from freezing its
 * tenant (4.5 s idle in transaction, 3 s for a lock). Both travel with the first statement of the command.
 */
async function open(db: Database, scope: TenantScope, readOnly: boolean): Promise<OpenTransaction> {
  const client = await db.pool.connect()
  const pending = new Set<Promise<unknown>>()
  let ended = false
  let released = false
  let lost: Error | undefined
  const broke = (error: Error) => {
    lost = error
  }
  client.on('error', broke)
  const track = <R>(promise: Promise<R>): Promise<R> => {
    pending.add(promise)
    promise.then(
      () => pending.delete(promise),
      () => pending.delete(promise),
    )
    return promise
  }
  const release = (destroy: boolean) => {
    if (released) return
    released = true
    client.removeListener('error', broke)
    client.release(destroy || lost !== undefined)
  }
  // Statements behind a failed one fail with 25P02, which says nothing of why, nor whether to try again.
  let failure: unknown
  const causeOf = (error: unknown) => {
    failure ??= error
    return sqlState(error) === '25P02' ? failure : error
  }
  const begun = track(send(db, client, { text: readOnly ? 'BEGIN READ ONLY' : 'BEGIN', values: [] }))
  const set = track(send(db, client, context(db, scope)))
  begun.catch(causeOf)
  set.catch(causeOf)
  return {
    tenantId: scope.tenantId,
    rows<Row>(statement: Sql) {
      if (ended) throw new Error('the transaction has ended')
      return track(
        send<Row>(db, client, statement).then(
          (answer) => answer.rows,
          (error) => Promise.reject(causeOf(error)),
        ),
      )
    },
    isAnswered: () => pending.size === 0,
    async end() {
      ended = true
      const commit = send(db, client, { text: 'COMMIT', values: [] })
      const answer = await commit
      await Promise.allSettled([...pending])
      await begun
      await set
      // After a failed statement COMMIT answers ROLLBACK without an error: nothing was written.
      if (answer.command !== 'COMMIT') throw new Error('the transaction was rolled back by the server')
      release(false)
    },
    async abandon() {
      ended = true
      if (released) return
      await Promise.allSettled([...pending])
      const rolledBack = await send(db, client, { text: 'ROLLBACK', values: [] }).then(
        () => true,
        () => false,
      )
      release(!rolledBack)
    },
  }
}

function context(db: Database, scope: TenantScope): Sql {
  const { tenantId, actorId } = scope
  const { idleInTransactionMs, lockMs, statementMs } = db.limits
  const role = db.roles.setRole ? db.roles.appRole : null
  return sql`SELECT set_config('app.tenant_id', ${tenantId}, true), set_config('app.actor_id', ${actorId ?? ''}, true),
    set_config('app.clock_offset_ms', ${String(db.clockOffsetMs)}, true), set_config('TimeZone', 'UTC', true),
    set_config('idle_in_transaction_session_timeout', ${`${idleInTransactionMs}ms`}, true), set_config('lock_timeout', ${`${lockMs}ms`}, true),
    set_config('statement_timeout', ${`${statementMs}ms`}, true),
    CASE WHEN ${role}::text IS NULL THEN NULL ELSE set_config('role', ${role}::text, true) END`
}
