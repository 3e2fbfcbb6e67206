import type { InboundState } from '../../../contracts/inbound.ts'
import { type Sql, sql, type TenantRead } from '../../platform/db/index.ts'
import type { InboundRow } from './inbound-mail.ts'
import { RAW_SOURCE } from './inbound-store.ts'

/** A mailbox with the team whose tickets its mail opens. */
export type Mailbox = {
  id: string
  address: string
  teamId: string
  teamPrefix: string
  isDefault: boolean
  acceptAutomated: boolean
  ownLists: string[]
}

/** What processing reads of a mail before it parses the bytes. */
export type MailToProcess = {
  state: InboundState
  attempts: number
  mailboxId: string | null
  messageIdHash: Buffer | null
  answers: Buffer[]
  exempt: boolean
  imported: boolean
  /** The envelope's recipient, where the source told it. */
  recipient: string | null
  requestId: string | null
  raw: Buffer
}

/** Every mailbox of the tenant; they are few. */
export async function listMailboxes(tx: TenantRead): Promise<Mailbox[]> {
  return tx.rows<Mailbox>(sql`SELECT m.id, m.address, m.team_id AS "teamId", t.prefix AS "teamPrefix", m.is_default AS "isDefault",
      m.accept_automated AS "acceptAutomated", m.own_lists AS "ownLists"
    FROM app.mailbox m JOIN app.team t ON t.tenant_id = m.tenant_id AND t.id = m.team_id
    WHERE m.tenant_id = ${tx.tenantId} ORDER BY m.is_default DESC, m.id`)
}

/** A mail with its bytes. */
export async function mailToProcess(tx: TenantRead, id: string): Promise<MailToProcess | undefined> {
  const rows =
    await tx.rows<MailToProcess>(sql`SELECT i.state, i.attempts, i.mailbox_id AS "mailboxId", i.message_id_hash AS "messageIdHash", i.answers,
      i.exempt, i.import_id IS NOT NULL AS imported, i.recipient, i.request_id AS "requestId", r.raw
    FROM app.inbound i JOIN app.inbound_raw r ON r.tenant_id = i.tenant_id AND r.inbound_id = i.id
    WHERE i.tenant_id = ${tx.tenantId} AND i.id = ${id}`)
  return rows[0]
}

/** The columns of an inbound mail as it is shown, from `app.inbound i`. */
export const INBOUND_COLUMNS: Sql = sql`i.id, i.state, i.reason, i.detail, i.mailbox_id AS "mailboxId", i.ticket_id AS "ticketId",
  i.message_id AS "messageId", i.sender, i.subject, i.size, i.attempts, i.received_at AS "receivedAt", i.decided_at AS "decidedAt"`

/** One mail that fits a condition on `app.inbound i`. */
export async function inboundWhere(
  tx: TenantRead,
  id: string,
  visible: Sql,
): Promise<InboundRow | undefined> {
  const rows = await tx.rows<InboundRow>(sql`SELECT ${INBOUND_COLUMNS} FROM app.inbound i
    WHERE i.tenant_id = ${tx.tenantId} AND i.id = ${id} AND ${visible}`)
  return rows[0]
}

/** A page of mails that fit a condition, newest first (ids ascend with time), and one more where there is a next page. */
export async function listInboundWhere(
  tx: TenantRead,
  visible: Sql,
  state: InboundState | undefined,
  page: { limit: number; after: string | undefined },
): Promise<InboundRow[]> {
  const inState = state === undefined ? sql`` : sql`AND i.state = ${state}`
  const before = page.after === undefined ? sql`` : sql`AND i.id < ${page.after}`
  return tx.rows<InboundRow>(sql`SELECT ${INBOUND_COLUMNS} FROM app.inbound i WHERE i.tenant_id = ${tx.tenantId} ${inState} ${before}
    AND ${visible} ORDER BY i.id DESC LIMIT ${page.limit + 1}`)
}

/** The bytes of a mail as they came. */
export async function rawOf(tx: TenantRead, id: string): Promise<Buffer | undefined> {
  const rows = await tx.rows<{ raw: Buffer }>(
    sql`SELECT raw FROM app.inbound_raw WHERE tenant_id = ${tx.tenantId} AND inbound_id = ${id}`,
  )
  return rows[0]?.raw
}

/** Which of these mails, by the SHA-256 of their bytes, are kept already: hex digest to id and state. */
export async function knownMails(
  tx: TenantRead,
  externalIds: readonly Buffer[],
): Promise<Map<string, { id: string; state: InboundState }>> {
  const rows = await tx.rows<{
    id: string
    state: InboundState
    externalId: Buffer
  }>(sql`SELECT id, state, external_id AS "externalId"
    FROM app.inbound WHERE tenant_id = ${tx.tenantId} AND source = ${RAW_SOURCE} AND external_id = ANY(${externalIds}::bytea[])`)
  return new Map(rows.map(({ externalId, id, state }) => [externalId.toString('hex'), { id, state }]))
}
