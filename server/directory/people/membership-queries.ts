import type { MemberRole } from '../../../contracts/people.ts'
import { joinSql, type Sql, sql, type TenantRead } from '../../platform/db/index.ts'
import type { IdPage } from './id-page.ts'

/** A member as the API shows it. */
export type MemberRow = {
  teamId: string
  person: { id: string; name: string; email: string }
  role: MemberRole
}

/** Whether somebody is in a team. */
export async function isMember(tx: TenantRead, teamId: string, personId: string): Promise<boolean> {
  return (await memberRole(tx, teamId, personId)) !== undefined
}

/** The role of somebody in a team; undefined when they are not in it. */
export async function memberRole(
  tx: TenantRead,
  teamId: string,
  personId: string,
): Promise<MemberRole | undefined> {
  const rows = await tx.rows<{ role: MemberRole }>(
    sql`SELECT role FROM app.team_member
      WHERE tenant_id = ${tx.tenantId} AND team_id = ${teamId} AND person_id = ${personId}`,
  )
  return rows[0]?.role
}

/** One page of a team's members, in the order of their ids; one more than `limit` where there is a next page. */
export async function listTeamMembers(tx: TenantRead, teamId: string, page: IdPage): Promise<MemberRow[]> {
  const where: Sql[] = [sql`m.tenant_id = ${tx.tenantId}`, sql`m.team_id = ${teamId}`]
  if (page.after !== undefined) where.push(sql`m.person_id > ${page.after}`)
  return tx.rows<MemberRow>(
    sql`SELECT m.team_id AS "teamId", m.role,
        jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email) AS person
      FROM app.team_member m JOIN app.person p ON p.tenant_id = m.tenant_id AND p.id = m.person_id
      WHERE ${joinSql(where, ' AND ')} ORDER BY m.person_id LIMIT ${page.limit + 1}`,
  )
}
