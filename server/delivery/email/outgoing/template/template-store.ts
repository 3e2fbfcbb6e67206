import type { MailKind } from '../../../../../contracts/deliveries.ts'
import { sql, type TenantTx } from '../../../../platform/db/index.ts'
import type { TemplateWords } from './template-words.ts'

/** Writes the tenant's own words of a kind. */
export function storeTemplate(
  tx: TenantTx,
  kind: MailKind,
  { subject, bodyText, bodyHtml }: TemplateWords,
  { version, now }: { version: number; now: string },
): void {
  tx.defer(sql`INSERT INTO app.mail_template (tenant_id, kind, subject, body_text, body_html, version, updated_at)
    VALUES (${tx.tenantId}, ${kind}, ${subject}, ${bodyText}, ${bodyHtml}, ${version}, ${now})
    ON CONFLICT (tenant_id, kind) DO UPDATE SET subject = excluded.subject, body_text = excluded.body_text,
      body_html = excluded.body_html, version = excluded.version, updated_at = excluded.updated_at`)
}

/** Forgets the tenant's own words of a kind. */
export function deleteTemplate(tx: TenantTx, kind: MailKind): void {
  tx.defer(sql`DELETE FROM app.mail_template WHERE tenant_id = ${tx.tenantId} AND kind = ${kind}`)
}

/** Keeps others from writing templates of this tenant to the end of the transaction. */
export async function lockTemplates(tx: TenantTx): Promise<string> {
  const [row] = await tx.rows<{
    now: string
  }>(
    sql`SELECT app.now() AS now, pg_advisory_xact_lock(hashtextextended('mail-template ' || ${tx.tenantId}, 0))`,
  )
  return row?.now ?? ''
}
