import { sql, type TenantTx } from '../db/index.ts'

/** Takes the cursor's row until the commit and answers its position; nothing when another process has it. */
export async function lockCursor(tx: TenantTx, reader: string): Promise<number | undefined> {
  const take = () =>
    tx.rows<{ position: number }>(sql`SELECT position FROM app.log_reader
      WHERE tenant_id = ${tx.tenantId} AND reader = ${reader} FOR NO KEY UPDATE SKIP LOCKED`)
  const [row] = await take()
  if (row !== undefined) return row.position
  await tx.rows(
    sql`INSERT INTO app.log_reader (tenant_id, reader) VALUES (${tx.tenantId}, ${reader}) ON CONFLICT DO NOTHING`,
  )
  const [made] = await take()
  return made?.position
}

/** Moves the cursor with the commit. */
export function moveCursor(tx: TenantTx, reader: string, position: number): void {
  tx.defer(
    sql`UPDATE app.log_reader SET position = ${position} WHERE tenant_id = ${tx.tenantId} AND reader = ${reader}`,
  )
}
