import { type Database, read, sql, type TenantRead } from '../../../platform/db/index.ts'

/** What became of an import's mails. */
export type ImportReport = {
  undecided: number
  /** Final states with their reasons, most first. */
  states: { state: string; reason: string | null; count: number }[]
  /** Of the import's mails, those that answer another mail that the tenant keeps, and how they were matched. */
  answering: {
    total: number
    /** A Message-ID led to a ticket. */
    matchedByHeader: number
    appended: number
    held: number
    /** The ticket was closed, or asleep with another subject: a linked ticket was opened. */
    linked: number
    /** Put aside before anything was matched: duplicates, loops, floods, what could not be read. */
    putAside: number
    /** Opened a ticket of their own: what they answer has none. */
    alone: number
  }
}

const POLL_MS = 500

/** Waits until every mail of an import is final; `onUndecided` hears how many are not, about twice a second. */
export async function waitForImport(
  db: Database,
  tenantId: string,
  importId: string,
  onUndecided: (count: number) => void = () => {},
): Promise<void> {
  for (;;) {
    const count = await read(db, { tenantId, actorId: null }, (tx) => countUndecided(tx, importId))
    if (count === 0) return
    onUndecided(count)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

/** The table of final states of an import, and how the mails that answer another one were matched. */
export async function importReport(db: Database, tenantId: string, importId: string): Promise<ImportReport> {
  return read(db, { tenantId, actorId: null }, async (tx) => {
    const [undecided, states, answering] = await Promise.all([
      countUndecided(tx, importId),
      countStates(tx, importId),
      countAnswering(tx, importId),
    ])
    return { undecided, states, answering }
  })
}

async function countUndecided(tx: TenantRead, importId: string): Promise<number> {
  const [row] = await tx.rows<{ count: number }>(sql`SELECT count(*) AS count FROM app.inbound
    WHERE tenant_id = ${tx.tenantId} AND import_id = ${importId} AND decided_at IS NULL`)
  return row?.count ?? 0
}

async function countStates(tx: TenantRead, importId: string): Promise<ImportReport['states']> {
  return tx.rows(sql`SELECT state, reason, count(*) AS count FROM app.inbound
    WHERE tenant_id = ${tx.tenantId} AND import_id = ${importId} AND decided_at IS NOT NULL
    GROUP BY state, reason ORDER BY count(*) DESC, state, reason`)
}

async function countAnswering(tx: TenantRead, importId: string): Promise<ImportReport['answering']> {
  const [row] = await tx.rows<ImportReport['answering']>(sql`WITH kind AS (
      SELECT CASE WHEN i.state IN ('APPENDED', 'HELD') THEN i.state
        WHEN i.state = 'TICKET_CREATED' AND i.reason IN ('FOLLOW_UP', 'RELATED') THEN 'LINKED'
        WHEN i.state = 'TICKET_CREATED' THEN 'ALONE' ELSE 'ASIDE' END AS kind
      FROM app.inbound i WHERE i.tenant_id = ${tx.tenantId} AND i.import_id = ${importId} AND EXISTS (
        SELECT FROM app.inbound o WHERE o.tenant_id = i.tenant_id AND o.message_id_hash = ANY(i.answers) AND o.id <> i.id))
    SELECT count(*) AS total, count(*) FILTER (WHERE kind IN ('APPENDED', 'HELD', 'LINKED')) AS "matchedByHeader",
      count(*) FILTER (WHERE kind = 'APPENDED') AS appended, count(*) FILTER (WHERE kind = 'HELD') AS held,
      count(*) FILTER (WHERE kind = 'LINKED') AS linked, count(*) FILTER (WHERE kind = 'ASIDE') AS "putAside",
      count(*) FILTER (WHERE kind = 'ALONE') AS alone
    FROM kind`)
  if (row === undefined) throw new Error('a count without a row')
  return row
}
