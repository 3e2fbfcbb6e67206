import type { Mailbox } from '../../../../contracts/mailboxes.ts'
import type { IdPage } from '../../../directory/people/index.ts'
import { rawSql, sql, type TenantRead } from '../../../platform/db/index.ts'

/** A mailbox as the API shows it. */
export async function readMailbox(tx: TenantRead, id: string): Promise<Mailbox | undefined> {
  const rows = await tx.rows<Mailbox>(
    sql`SELECT ${MAILBOX} FROM app.mailbox WHERE tenant_id = ${tx.tenantId} AND id = ${id}`,
  )
  return rows[0]
}

/** A page of mailboxes, oldest first (ids ascend with time); one more than `limit` where there is a next page. */
export function pageOfMailboxes(tx: TenantRead, page: IdPage): Promise<Mailbox[]> {
  const behind = page.after === undefined ? sql`` : sql`AND id > ${page.after}`
  return tx.rows<Mailbox>(sql`SELECT ${MAILBOX} FROM app.mailbox WHERE tenant_id = ${tx.tenantId} ${behind}
    ORDER BY id LIMIT ${page.limit + 1}`)
}

/** Whether an address is a mailbox's already, of whichever tenant; and what time it is. */
export async function addressTaken(
  tx: TenantRead,
  address: string,
): Promise<{ taken: boolean; now: string }> {
  const [row] = await tx.rows<{ taken: boolean; now: string }>(sql`SELECT app.now() AS now,
    EXISTS (SELECT FROM app.inbound_route WHERE address_hash = sha256(convert_to(${address}, 'UTF8'))) AS taken`)
  if (row === undefined) throw new Error('a look that answers nothing')
  return row
}

const MAILBOX =
  rawSql(`id, address, team_id AS "teamId", display_name AS "displayName", is_default AS "isDefault",
  accept_automated AS "acceptAutomated", own_lists AS "ownLists", verified, paused_at AS "pausedAt", pause_reason AS "pauseReason",
  version, created_at AS "createdAt"`)
