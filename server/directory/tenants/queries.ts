import { sql, type TenantRead } from '../../platform/db/index.ts'

/** Settings of a tenant that commands read. */
export type TenantSetting = { autoCloseAfterHours: number; strictMailAuth: boolean; assignOnReply: boolean }

/** The settings of the transaction's tenant. Rejects when the tenant has none, which set-up makes impossible. */
export async function tenantSetting(tx: TenantRead): Promise<TenantSetting> {
  const [row] = await tx.rows<TenantSetting>(
    sql`SELECT auto_close_after_hours AS "autoCloseAfterHours", strict_mail_auth AS "strictMailAuth",
      assign_on_reply AS "assignOnReply" FROM app.tenant_setting WHERE tenant_id = ${tx.tenantId}`,
  )
  if (row === undefined) throw new Error('the tenant has no settings')
  return row
}

/** The transaction's tenant itself. */
export async function tenantById(
  tx: TenantRead,
): Promise<{ id: string; name: string; slug: string } | undefined> {
  const rows = await tx.rows<{ id: string; name: string; slug: string }>(
    sql`SELECT id, name, slug FROM app.tenant WHERE id = ${tx.tenantId}`,
  )
  return rows[0]
}
