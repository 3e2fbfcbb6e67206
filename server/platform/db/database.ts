import type { Writable } from 'node:stream'
import type { Pool, PoolClient } from './pool.ts'
import type { DatabaseRoles } from './roles.ts'
import type { Sql } from './sql.ts'

/** How long the database lets things stand still, in milliseconds. */
export type TimeLimits = {
  /** A transaction whose process sends nothing; then it is rolled back, so that a frozen process frees its tenant. */
  idleInTransactionMs: number
  /** A statement that waits for a lock. */
  lockMs: number
  /** A statement as a whole. */
  statementMs: number
  /** A caller who waits for a connection of the pool. */
  connectMs: number
}

/** The limits of every desk that people use. Rule: docs/behaviour/transaction.md. */
export const TIME_LIMITS: TimeLimits = {
  idleInTransactionMs: 4_500,
  lockMs: 3_000,
  statementMs: 15_000,
  connectMs: 5_000,
}

/** The open database of a process: its pool, how its role is taken, and the offset of the clock in tests. */
export type Database = {
  readonly pool: Pool
  readonly roles: DatabaseRoles
  readonly preparedStatements: boolean
  readonly limits: TimeLimits
  /** Milliseconds added to app.now(); 0 but in tests and where a history is written down afterwards. */
  clockOffsetMs: number
  /** Called after every commit that appended events: the wake-up of this process's readers. */
  onCommitted?: (tenantId: string, lastSeq: number) => void
  /** Sees every statement sent, for the benches that replay them. */
  onStatement?: (statement: Sql) => void
}

/** The same database with its clock that much later; earlier where `byMs` is negative. */
export function withClockMoved(db: Database, byMs: number): Database {
  return { ...db, clockOffsetMs: db.clockOffsetMs + byMs }
}

/** Sends one statement on a client; rows come back typed by the caller. */
export function send<Row>(
  db: Database,
  client: PoolClient,
  statement: Sql,
): Promise<{ rows: Row[]; rowCount: number | null; command: string }> {
  corkForThisTick(client)
  db.onStatement?.(statement)
  const config: { text: string; values?: unknown[]; name?: string } = { text: statement.text }
  if (statement.values.length > 0) config.values = statement.values as unknown[]
  if (db.preparedStatements && statement.name !== undefined && statement.values.length > 0)
    config.name = statement.name
  return client.query(config) as unknown as Promise<{ rows: Row[]; rowCount: number | null; command: string }>
}

/**
 * Reads or writes registry tables, which have no tenant: one statement, committed by itself. Never for a tenant's
 * table: there the missing context raises 42501.
 */
export async function registry<Row>(db: Database, statement: Sql): Promise<Row[]> {
  const client = await db.pool.connect()
  try {
    return (await send<Row>(db, client, statement)).rows
  } finally {
    client.release()
  }
}

const corked = new WeakSet<Writable>()

/**
 * Holds back what is written to the connection until this tick's code has run: statements queued together leave in one
 * packet instead of one each.
 */
function corkForThisTick(client: PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
  if (corked.has(stream)) return
  corked.add(stream)
  stream.cork()
  process.nextTick(() => {
    corked.delete(stream)
    stream.uncork()
  })
}
