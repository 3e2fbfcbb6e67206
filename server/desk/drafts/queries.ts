import type { DraftKind, DraftLine } from '../../../contracts/drafts.ts'
import type { Actor } from '../../directory/people/index.ts'
import { sql, type TenantRead, type TenantTx } from '../../platform/db/index.ts'
import { visibleTickets } from '../tickets/index.ts'
import type { StoredDraft } from './decide-draft-save.ts'
import type { DraftPlace } from './store.ts'

type Row = {
  body: string
  bodyHtml: string
  version: number
  writtenAt: string
  otherBody: string | null
  otherBodyHtml: string | null
  otherVersion: number | null
  otherWrittenAt: string | null
}

const COLUMNS = sql`d.body, d.body_html AS "bodyHtml", d.version, d.written_at AS "writtenAt", d.other_body AS "otherBody",
  d.other_body_html AS "otherBodyHtml", d.other_version AS "otherVersion", d.other_written_at AS "otherWrittenAt"`

/**
 * A draft and the time, with nobody else writing this draft until the commit. An advisory lock, because there may be no
 * row yet, and read in a statement of its own behind it.
 */
export async function lockDraft(
  tx: TenantTx,
  { personId, ticketId, kind }: DraftPlace,
): Promise<{ draft: StoredDraft | undefined; now: string }> {
  const name = `draft ${tx.tenantId} ${personId} ${ticketId} ${kind}`
  const [, [row], [clock]] = await Promise.all([
    tx.rows(sql`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`),
    tx.rows<Row>(sql`SELECT ${COLUMNS} FROM app.draft d WHERE d.tenant_id = ${tx.tenantId} AND d.person_id = ${personId}
      AND d.ticket_id = ${ticketId} AND d.kind = ${kind}`),
    tx.rows<{ now: string }>(sql`SELECT app.now() AS now`),
  ])
  return { draft: row === undefined ? undefined : storedDraft(row), now: clock?.now ?? '' }
}

/** Somebody's drafts on a ticket, by kind. */
export async function draftsOnTicket(
  tx: TenantRead,
  personId: string,
  ticketId: string,
): Promise<Map<string, StoredDraft>> {
  const rows = await tx.rows<
    Row & { kind: string }
  >(sql`SELECT d.kind, ${COLUMNS} FROM app.draft d WHERE d.tenant_id = ${tx.tenantId}
    AND d.person_id = ${personId} AND d.ticket_id = ${ticketId}`)
  return new Map(rows.map((row) => [row.kind, storedDraft(row)]))
}

/** Behind which draft a page begins. */
export type DraftPosition = { writtenAt: string; ticketId: string; kind: string }

const LINE_LENGTH_MAX = 200

/** The actor's drafts on tickets that the actor sees now, newest first, at most `limit`. */
export async function listDraftLines(
  tx: TenantRead,
  actor: Actor,
  after: DraftPosition | undefined,
  limit: number,
): Promise<DraftLine[]> {
  const behind =
    after === undefined
      ? sql``
      : sql`AND (d.written_at, d.ticket_id, d.kind) < (${after.writtenAt}::timestamptz, ${after.ticketId}::uuid, ${after.kind})`
  const rows = await tx.rows<
    Omit<DraftLine, 'kind' | 'firstLine'> & { kind: string; start: string }
  >(sql`SELECT d.ticket_id AS "ticketId", t.key AS "ticketKey", t.subject, d.kind, left(ltrim(d.body, E' \t\r\n'), ${LINE_LENGTH_MAX}) AS start,
      d.written_at AS "writtenAt", d.other_body IS NOT NULL AS "hasOther"
    FROM app.draft d JOIN app.ticket t ON t.tenant_id = d.tenant_id AND t.id = d.ticket_id
    WHERE d.tenant_id = ${tx.tenantId} AND d.person_id = ${actor.personId} AND ${visibleTickets(actor)} ${behind}
    ORDER BY d.written_at DESC, d.ticket_id DESC, d.kind DESC LIMIT ${limit}`)
  return rows.map(({ start, kind, ...row }) => ({
    ...row,
    kind: kind.toLowerCase() as DraftKind,
    firstLine: start.split(/\r?\n/, 1)[0]?.trimEnd() ?? '',
  }))
}

function storedDraft(row: Row): StoredDraft {
  const { body, bodyHtml, version, writtenAt } = row
  const other =
    row.otherBody === null || row.otherBodyHtml === null || row.otherWrittenAt === null
      ? null
      : {
          body: row.otherBody,
          bodyHtml: row.otherBodyHtml,
          writtenAt: row.otherWrittenAt,
          version: row.otherVersion,
        }
  return { body, bodyHtml, version, writtenAt, other }
}
