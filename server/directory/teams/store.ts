import { sql, type TenantRead, type TenantTx } from '../../platform/db/index.ts'

/** Writes a new team. The prefix must be free: 23505 otherwise. */
export function insertTeam(
  tx: TenantTx,
  team: { id: string; name: string; prefix: string; position: number; now: string },
): void {
  tx.defer(sql`INSERT INTO app.team (tenant_id, id, name, prefix, position, created_at)
    VALUES (${tx.tenantId}, ${team.id}, ${team.name}, ${team.prefix}, ${team.position}, ${team.now})`)
}

/** Locks a team to the end of the transaction. */
export async function lockTeam(tx: TenantRead, id: string): Promise<void> {
  await tx.rows(
    sql`SELECT id FROM app.team WHERE tenant_id = ${tx.tenantId} AND id = ${id} FOR NO KEY UPDATE`,
  )
}

/** Writes a team's name and version. */
export function storeTeam(tx: TenantTx, team: { id: string; name: string; version: number }): void {
  tx.defer(sql`UPDATE app.team SET name = ${team.name}, version = ${team.version}
    WHERE tenant_id = ${tx.tenantId} AND id = ${team.id}`)
}
