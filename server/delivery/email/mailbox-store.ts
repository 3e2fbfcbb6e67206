import { sql, type TenantTx } from '../../platform/db/index.ts'

/**
 * Writes a tenant's default mailbox, `support@{slug}.localhost`, and its entry in the registry; behind the tenant's
 * row in the same transaction. `.localhost` never leaves a machine (RFC 6761), so the address can be nobody else's.
 */
export function insertDefaultMailbox(
  tx: TenantTx,
  mailbox: { id: string; teamId: string; now: string },
): void {
  tx.defer(sql`INSERT INTO app.mailbox (tenant_id, id, address, team_id, is_default, created_at)
    SELECT id, ${mailbox.id}, 'support@' || slug || '.localhost', ${mailbox.teamId}, true, ${mailbox.now}
    FROM app.tenant WHERE id = ${tx.tenantId}`)
  tx.defer(sql`INSERT INTO app.inbound_route (address_hash, tenant_id, mailbox_id)
    SELECT sha256(convert_to(address, 'UTF8')), tenant_id, id FROM app.mailbox
    WHERE tenant_id = ${tx.tenantId} AND id = ${mailbox.id}`)
}
