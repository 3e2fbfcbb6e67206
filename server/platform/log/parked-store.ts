import { sql, type TenantTx } from '../db/index.ts'

type Failed = { reader: string; seq: number }

/** Counts one more failed try of an event and answers how many there were. */
export async function countAttempt(tx: TenantTx, { reader, seq }: Failed): Promise<number> {
  const [row] = await tx.rows<{
    attempts: number
  }>(sql`INSERT INTO app.reader_attempt (tenant_id, reader, seq, attempts)
    VALUES (${tx.tenantId}, ${reader}, ${seq}, 1)
    ON CONFLICT (tenant_id, reader, seq) DO UPDATE SET attempts = app.reader_attempt.attempts + 1 RETURNING attempts`)
  return row?.attempts ?? 1
}

/** Puts an event aside, with why. */
export function park(tx: TenantTx, { reader, seq }: Failed, attempts: number, error: string): void {
  tx.defer(sql`INSERT INTO app.reader_parked (tenant_id, reader, seq, attempts, error, parked_at)
    VALUES (${tx.tenantId}, ${reader}, ${seq}, ${attempts}, ${error.slice(0, 2000)}, app.now()) ON CONFLICT DO NOTHING`)
  tx.defer(
    sql`DELETE FROM app.reader_attempt WHERE tenant_id = ${tx.tenantId} AND reader = ${reader} AND seq = ${seq}`,
  )
}

/** Takes an event off the list, with the commit of its effects. */
export function unpark(tx: TenantTx, { reader, seq }: Failed): void {
  tx.defer(
    sql`DELETE FROM app.reader_parked WHERE tenant_id = ${tx.tenantId} AND reader = ${reader} AND seq = ${seq}`,
  )
}
