import type { SampleDesk } from '../../../contracts/sample-desk.ts'
import { sql, type TenantRead } from '../../platform/db/index.ts'

/** A sample desk as it is written down. `isStale`: its load began a minute ago and has not ended, so nobody is at it. */
export type SampleState = { loadedAt: string | null; personIds: string[]; isStale: boolean }

/** The sample desk of the tenant under lock, so that two who load or remove it take turns. */
export async function lockSampleDesk(tx: TenantRead): Promise<SampleState | undefined> {
  const [row] = await tx.rows<SampleState>(sql`SELECT loaded_at AS "loadedAt", person_ids AS "personIds",
      loaded_at IS NULL AND started_at < app.now() - interval '1 minute' AS "isStale"
    FROM app.sample_desk WHERE tenant_id = ${tx.tenantId} FOR UPDATE`)
  return row
}

/** The sample desk as the API shows it. One that is still being loaded is not there yet, but for whoever loads it. */
export async function readSampleDesk(tx: TenantRead, loads = false): Promise<SampleDesk> {
  const [row] = await tx.rows<{
    tickets: number
    firstTicketKey: string | null
  }>(sql`SELECT t.key AS "firstTicketKey",
      (SELECT count(*)::integer FROM app.ticket k WHERE k.tenant_id = s.tenant_id AND k.id = ANY(s.ticket_ids)) AS tickets
    FROM app.sample_desk s LEFT JOIN app.ticket t ON t.tenant_id = s.tenant_id AND t.id = s.first_ticket_id
    WHERE s.tenant_id = ${tx.tenantId} AND (${loads}::boolean OR s.loaded_at IS NOT NULL)`)
  return row === undefined ? NO_SAMPLE_DESK : { loaded: true, ...row }
}

/** What is shown where there is none. */
export const NO_SAMPLE_DESK: SampleDesk = { loaded: false, tickets: 0, firstTicketKey: null }

/** Whether somebody of the tenant has an address in this domain. */
export async function isDomainKnown(tx: TenantRead, domain: string): Promise<boolean> {
  const rows = await tx.rows(sql`SELECT FROM app.person
    WHERE tenant_id = ${tx.tenantId} AND right(email_key, ${domain.length + 1}) = ${`@${domain}`} LIMIT 1`)
  return rows.length > 0
}
