import { sql, type TenantTx } from '../../../platform/db/index.ts'

/** Pauses a mailbox, now, or keeps it paused to the next probe; true when it was not paused before. */
export async function storePause(
  tx: TenantTx,
  mailboxId: string,
  pause: { reason: string; probeAt: string },
): Promise<boolean> {
  const rows = await tx.rows<{ fresh: boolean }>(sql`WITH before AS (SELECT paused_at FROM app.mailbox
      WHERE tenant_id = ${tx.tenantId} AND id = ${mailboxId} FOR NO KEY UPDATE)
    UPDATE app.mailbox SET paused_at = coalesce(before.paused_at, app.now()), pause_reason = ${pause.reason}, probe_at = ${pause.probeAt}
    FROM before WHERE tenant_id = ${tx.tenantId} AND id = ${mailboxId} RETURNING before.paused_at IS NULL AS fresh`)
  return rows[0]?.fresh === true
}

/** Whether a mailbox is paused; nobody resumes it to the end of the transaction. */
export async function holdsPaused(tx: TenantTx, mailboxId: string): Promise<boolean> {
  const rows = await tx.rows<{ paused: boolean }>(sql`SELECT paused_at IS NOT NULL AS paused FROM app.mailbox
    WHERE tenant_id = ${tx.tenantId} AND id = ${mailboxId} FOR SHARE`)
  return rows[0]?.paused === true
}

/** Resumes a mailbox; true when it was paused. */
export async function storeResumed(tx: TenantTx, mailboxId: string): Promise<boolean> {
  const rows = await tx.rows(sql`UPDATE app.mailbox SET paused_at = NULL, pause_reason = NULL, probe_at = NULL
    WHERE tenant_id = ${tx.tenantId} AND id = ${mailboxId} AND paused_at IS NOT NULL RETURNING id`)
  return rows.length > 0
}

/** Puts the next probe of a paused mailbox at an instant. */
export function storeProbe(tx: TenantTx, mailboxId: string, probeAt: string): void {
  tx.defer(sql`UPDATE app.mailbox SET probe_at = ${probeAt}
    WHERE tenant_id = ${tx.tenantId} AND id = ${mailboxId} AND paused_at IS NOT NULL`)
}
