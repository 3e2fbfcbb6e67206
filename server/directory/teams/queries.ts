import type { Team } from '../../../contracts/teams.ts'
import { joinSql, rawSql, type Sql, sql, type TenantRead } from '../../platform/db/index.ts'
import type { IdPage } from '../people/index.ts'

/** What other modules ask of a team. */
export type TeamBrief = { id: string; name: string; prefix: string }

/** The team that takes tickets which name none: the tenant's first. Rejects when the tenant has no team. */
export async function defaultTeam(tx: TenantRead): Promise<TeamBrief> {
  const [team] = await tx.rows<TeamBrief>(
    sql`SELECT id, name, prefix FROM app.team WHERE tenant_id = ${tx.tenantId} ORDER BY position, id LIMIT 1`,
  )
  if (team === undefined) throw new Error('the tenant has no team')
  return team
}

/** The team with this id. */
export async function teamById(tx: TenantRead, id: string): Promise<TeamBrief | undefined> {
  const rows = await tx.rows<TeamBrief>(
    sql`SELECT id, name, prefix FROM app.team WHERE tenant_id = ${tx.tenantId} AND id = ${id}`,
  )
  return rows[0]
}

/** The teams with these ids, in their order; unknown ids are left out. */
export async function teamsByIds(tx: TenantRead, ids: readonly string[]): Promise<TeamBrief[]> {
  return tx.rows<TeamBrief>(
    sql`SELECT id, name, prefix FROM app.team
      WHERE tenant_id = ${tx.tenantId} AND id = ANY(${[...ids]}::uuid[]) ORDER BY position, id`,
  )
}

/** A team as the API shows it. */
export async function readTeam(tx: TenantRead, id: string): Promise<Team | undefined> {
  const rows = await tx.rows<Team>(
    sql`SELECT ${TEAM} FROM app.team WHERE tenant_id = ${tx.tenantId} AND id = ${id}`,
  )
  return rows[0]
}

/** One page of teams in their order; one more than `limit` where there is a next page. */
export async function listTeams(tx: TenantRead, page: IdPage): Promise<Team[]> {
  const where: Sql[] = [sql`tenant_id = ${tx.tenantId}`]
  if (page.after !== undefined)
    where.push(sql`(position, id) > (SELECT position, id FROM app.team
      WHERE tenant_id = ${tx.tenantId} AND id = ${page.after}::uuid)`)
  return tx.rows<Team>(
    sql`SELECT ${TEAM} FROM app.team WHERE ${joinSql(where, ' AND ')} ORDER BY position, id LIMIT ${page.limit + 1}`,
  )
}

const TEAM = rawSql(`id, name, prefix, position, version, created_at AS "createdAt"`)
