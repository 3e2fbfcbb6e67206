import { sql, type TenantTx } from '../../platform/db/index.ts'

/** Begins a sample desk; answers false when there is one already. */
export async function insertSampleDesk(tx: TenantTx): Promise<boolean> {
  const rows = await tx.rows(sql`INSERT INTO app.sample_desk (tenant_id, started_at)
    VALUES (${tx.tenantId}, app.now()) ON CONFLICT DO NOTHING RETURNING tenant_id`)
  return rows.length > 0
}

/** Writes down, with the commit that makes them, who is a sample person. */
export function storeSamplePeople(tx: TenantTx, personIds: readonly string[]): void {
  tx.defer(
    sql`UPDATE app.sample_desk SET person_ids = ${[...personIds]}::uuid[] WHERE tenant_id = ${tx.tenantId}`,
  )
}

/** Writes down, with the commit that makes it, that a ticket is sample. */
export function storeSampleTicket(tx: TenantTx, ticketId: string, isFirst: boolean): void {
  tx.defer(sql`UPDATE app.sample_desk SET ticket_ids = ticket_ids || ${ticketId}::uuid,
    first_ticket_id = CASE WHEN ${isFirst} THEN ${ticketId}::uuid ELSE first_ticket_id END WHERE tenant_id = ${tx.tenantId}`)
}

/** Says that all of the sample desk is there. */
export function storeLoaded(tx: TenantTx): void {
  tx.defer(sql`UPDATE app.sample_desk SET loaded_at = app.now() WHERE tenant_id = ${tx.tenantId}`)
}

/** What a removal took away, and the keys of stored files that nothing names any more. */
export type RemovedTickets = { ticketIds: string[]; queuedReplyIds: string[]; storageKeys: string[] }

/**
 * Deletes, at once, the sample tickets and all that hangs on them. The people are still there. Foreign keys without an
 * index of their own are looked up by reading the table, so on a large desk this takes longer than a request may.
 */
export async function removeSampleTickets(tx: TenantTx): Promise<RemovedTickets> {
  await tx.rows(sql`SELECT set_config('statement_timeout', '120s', true)`)
  const [row] =
    await tx.rows<RemovedTickets>(sql`SELECT removed AS "ticketIds", replies AS "queuedReplyIds", files AS "storageKeys"
    FROM app.remove_sample_tickets()`)
  return {
    ticketIds: row?.ticketIds ?? [],
    queuedReplyIds: row?.queuedReplyIds ?? [],
    storageKeys: row?.storageKeys ?? [],
  }
}

/** Deletes the sample people and the sample desk itself, behind all else that the command writes. */
export function removeSamplePeople(tx: TenantTx): void {
  tx.deferNumbered(sql`SELECT app.remove_sample_people()`)
}
