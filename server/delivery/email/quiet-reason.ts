import { sql, type TenantRead } from '../../platform/db/index.ts'

/** Why no mail goes out by itself because of a mail that came: facts of it carry this as `quiet`. */
export type QuietReason = 'IMPORT' | 'EXEMPT' | 'AUTO' | 'ANSWERS_ACK' | 'BULK' | 'SUPPRESS'

/** What is known of a mail that may have to be met with silence. */
export type QuietFacts = {
  imported: boolean
  exempt: boolean
  auto: boolean
  answersAcknowledgement: boolean
  bulk: boolean
  suppressAutoReply: boolean
}

/**
 * Whether a mail is to be met with silence, and why; an agent's own reply is sent all the same, unless it is imported. Pure. RFC 3834 sec. 2;
 * docs/behaviour/inbound-mail.md, "Silence".
 */
export function quietReason(facts: QuietFacts): QuietReason | undefined {
  if (facts.imported) return 'IMPORT'
  if (facts.exempt) return 'EXEMPT'
  if (facts.auto) return 'AUTO'
  if (facts.answersAcknowledgement) return 'ANSWERS_ACK'
  if (facts.bulk) return 'BULK'
  return facts.suppressAutoReply ? 'SUPPRESS' : undefined
}

/** Whether a mail answers an acknowledgement of ours, by any of the ids that it names. */
export async function answersAcknowledgement(tx: TenantRead, answers: readonly Buffer[]): Promise<boolean> {
  if (answers.length === 0) return false
  const rows = await tx.rows(sql`SELECT 1 FROM app.mail_thread WHERE tenant_id = ${tx.tenantId}
    AND message_id_hash = ANY(${answers}::bytea[]) AND kind = 'ACKNOWLEDGEMENT' LIMIT 1`)
  return rows.length > 0
}
