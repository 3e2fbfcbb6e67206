import type { MemberRole } from '../../../contracts/people.ts'
import { sql, type TenantTx } from '../../platform/db/index.ts'

/** Makes somebody a member, or changes the role of one. A team or person of nobody here is refused with 23503. */
export function storeMember(
  tx: TenantTx,
  member: { teamId: string; personId: string; role: MemberRole },
): void {
  tx.defer(sql`INSERT INTO app.team_member (tenant_id, team_id, person_id, role)
    VALUES (${tx.tenantId}, ${member.teamId}, ${member.personId}, ${member.role})
    ON CONFLICT (tenant_id, team_id, person_id) DO UPDATE SET role = excluded.role`)
}

/** Takes somebody out of a team. */
export function deleteMember(tx: TenantTx, member: { teamId: string; personId: string }): void {
  tx.defer(sql`DELETE FROM app.team_member
    WHERE tenant_id = ${tx.tenantId} AND team_id = ${member.teamId} AND person_id = ${member.personId}`)
}
