import { sql, type TenantTx } from '../../../platform/db/index.ts'

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
  insertRoute(tx, mailbox.id)
}

/** A mailbox to be. `address` is in lower case. */
export type NewMailbox = {
  id: string
  address: string
  teamId: string
  displayName: string | null
  isDefault: boolean
  verified: boolean
  now: string
}

/** Writes a mailbox and its entry in the registry. The address must be free in the whole installation: 23505 otherwise. */
export function insertMailbox(tx: TenantTx, mailbox: NewMailbox): void {
  const { id, address, teamId, displayName, isDefault, verified, now } = mailbox
  if (isDefault) storeNoOtherDefault(tx, id)
  tx.defer(sql`INSERT INTO app.mailbox (tenant_id, id, address, team_id, display_name, is_default, verified, created_at)
    VALUES (${tx.tenantId}, ${id}, ${address}, ${teamId}, ${displayName}, ${isDefault}, ${verified}, ${now})`)
  insertRoute(tx, id)
}

/** Locks every mailbox of the tenant, in the order of ids, to the end of the transaction: one at a time is the default. */
export async function lockMailboxes(tx: TenantTx): Promise<void> {
  await tx.rows(
    sql`SELECT id FROM app.mailbox WHERE tenant_id = ${tx.tenantId} ORDER BY id FOR NO KEY UPDATE`,
  )
}

/** What an owner sets of a mailbox. */
export type MailboxSettings = {
  teamId: string
  displayName: string | null
  isDefault: boolean
  acceptAutomated: boolean
  ownLists: readonly string[]
  verified: boolean
}

/** Writes a mailbox's settings and version. */
export function storeMailbox(
  tx: TenantTx,
  id: string,
  settings: MailboxSettings & { version: number },
): void {
  if (settings.isDefault) storeNoOtherDefault(tx, id)
  tx.defer(sql`UPDATE app.mailbox SET team_id = ${settings.teamId}, display_name = ${settings.displayName},
      is_default = ${settings.isDefault}, accept_automated = ${settings.acceptAutomated}, own_lists = ${settings.ownLists}::text[],
      verified = ${settings.verified}, version = ${settings.version}
    WHERE tenant_id = ${tx.tenantId} AND id = ${id}`)
}

function storeNoOtherDefault(tx: TenantTx, id: string): void {
  tx.defer(sql`UPDATE app.mailbox SET is_default = false, version = version + 1
    WHERE tenant_id = ${tx.tenantId} AND is_default AND id <> ${id}`)
}

function insertRoute(tx: TenantTx, id: string): void {
  tx.defer(sql`INSERT INTO app.inbound_route (address_hash, tenant_id, mailbox_id)
    SELECT sha256(convert_to(address, 'UTF8')), tenant_id, id FROM app.mailbox
    WHERE tenant_id = ${tx.tenantId} AND id = ${id}`)
}
