import { sql, type TenantTx } from '../../platform/db/index.ts'
import type { StoredDraft } from './decide-draft-save.ts'

/** Whose draft on which ticket. */
export type DraftPlace = { personId: string; ticketId: string; kind: 'REPLY' | 'NOTE' }

/** Writes a draft, new or changed. */
export function storeDraft(tx: TenantTx, { personId, ticketId, kind }: DraftPlace, draft: StoredDraft): void {
  const { other } = draft
  tx.defer(sql`INSERT INTO app.draft (tenant_id, person_id, ticket_id, kind, body, body_html, version, written_at,
      other_body, other_body_html, other_version, other_written_at)
    VALUES (${tx.tenantId}, ${personId}, ${ticketId}, ${kind}, ${draft.body}, ${draft.bodyHtml}, ${draft.version}, ${draft.writtenAt},
      ${other?.body ?? null}, ${other?.bodyHtml ?? null}, ${other?.version ?? null}, ${other?.writtenAt ?? null})
    ON CONFLICT (tenant_id, person_id, ticket_id, kind) DO UPDATE SET body = excluded.body, body_html = excluded.body_html,
      version = excluded.version, written_at = excluded.written_at, other_body = excluded.other_body,
      other_body_html = excluded.other_body_html, other_version = excluded.other_version, other_written_at = excluded.other_written_at`)
}

/** Takes a draft away with its other version; one that is not there is no error. */
export function removeDraft(tx: TenantTx, { personId, ticketId, kind }: DraftPlace): void {
  tx.defer(sql`DELETE FROM app.draft WHERE tenant_id = ${tx.tenantId} AND person_id = ${personId} AND ticket_id = ${ticketId}
    AND kind = ${kind}`)
}

/**
 * Takes away a draft that was sent, in one statement; its other version, which was not, becomes the draft. Where what was
 * sent is the other version alone, the draft is another device's and stays.
 */
export function removeSentDraft(
  tx: TenantTx,
  { personId, ticketId, kind }: DraftPlace,
  sentHtml: string,
): void {
  const place = sql`tenant_id = ${tx.tenantId} AND person_id = ${personId} AND ticket_id = ${ticketId} AND kind = ${kind}`
  const isOther = sql`(strpos(other_body_html, ${sentHtml}) > 0 AND strpos(body_html, ${sentHtml}) = 0)`
  const noOther = sql`other_body = NULL, other_body_html = NULL, other_version = NULL, other_written_at = NULL`
  tx.defer(sql`WITH later AS (UPDATE app.draft SET version = version + 1, ${noOther}
    WHERE ${place} AND other_body_html = ${sentHtml} AND body_html <> ${sentHtml}),
  unsent AS (UPDATE app.draft SET body = other_body, body_html = other_body_html, written_at = other_written_at,
      version = version + 1, ${noOther}
    WHERE ${place} AND other_body IS NOT NULL AND NOT ${isOther})
    DELETE FROM app.draft WHERE ${place} AND other_body IS NULL`)
}
