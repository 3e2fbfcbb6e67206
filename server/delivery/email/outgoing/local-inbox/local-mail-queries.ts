import type { LocalMail } from '../../../../../contracts/local-inbox.ts'
import { sql, type TenantRead } from '../../../../platform/db/index.ts'

/** A place in the list: newest first. */
export type LocalMailPage = { limit: number; after: { at: string; id: string } | undefined }

/** A page of the local inbox; one more than `limit` where there is a next page. */
export async function listLocalMail(tx: TenantRead, { limit, after }: LocalMailPage): Promise<LocalMail[]> {
  const before = after === undefined ? sql`` : sql`AND (kept_at, delivery_id) < (${after.at}, ${after.id})`
  return tx.rows<LocalMail>(sql`SELECT delivery_id AS id, sender AS "from", recipient AS "to", subject, ticket_id AS "ticketId", kept_at AS at
    FROM app.local_mail WHERE tenant_id = ${tx.tenantId} ${before} ORDER BY kept_at DESC, delivery_id DESC LIMIT ${limit + 1}`)
}

/** A mail of the local inbox with its bytes. */
export async function localMail(
  tx: TenantRead,
  id: string,
): Promise<(LocalMail & { raw: Buffer }) | undefined> {
  const rows = await tx.rows<
    LocalMail & { raw: Buffer }
  >(sql`SELECT delivery_id AS id, sender AS "from", recipient AS "to", subject,
      ticket_id AS "ticketId", kept_at AS at, raw FROM app.local_mail WHERE tenant_id = ${tx.tenantId} AND delivery_id = ${id}`)
  return rows[0]
}

/** What an answer to a mail needs: who got it, and how it threads. */
export type AnsweredMail = {
  personName: string
  address: string
  replyTo: string
  header: string
  references: string[]
  subject: string
  senderName: string
  raw: Buffer
}

/** A mail of the local inbox as its recipient would answer it. */
export async function answeredMail(tx: TenantRead, id: string): Promise<AnsweredMail | undefined> {
  const rows =
    await tx.rows<AnsweredMail>(sql`SELECT p.name AS "personName", d.address, d.reply_to AS "replyTo", d.header,
      d.refs AS "references", d.subject, l.sender AS "senderName", l.raw
    FROM app.local_mail l JOIN app.delivery d ON d.tenant_id = l.tenant_id AND d.id = l.delivery_id
    JOIN app.person p ON p.tenant_id = d.tenant_id AND p.id = d.person_id
    WHERE l.tenant_id = ${tx.tenantId} AND l.delivery_id = ${id}`)
  return rows[0]
}
