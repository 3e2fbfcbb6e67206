import type { MailKind } from '../../../../../contracts/deliveries.ts'
import { sql, type TenantRead } from '../../../../platform/db/index.ts'

/** The words of a mail with their placeholders. `subject` is an acknowledgement's. Version 0 is built in. */
export type StoredTemplate = {
  kind: MailKind
  subject: string | null
  bodyText: string
  bodyHtml: string
  version: number
  updatedAt: string
}

/** The templates that the tenant wrote itself. */
export async function storedTemplates(tx: TenantRead): Promise<StoredTemplate[]> {
  return tx.rows<StoredTemplate>(sql`SELECT kind, subject, body_text AS "bodyText", body_html AS "bodyHtml", version, updated_at AS "updatedAt"
    FROM app.mail_template WHERE tenant_id = ${tx.tenantId} ORDER BY kind`)
}
