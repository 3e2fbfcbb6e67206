import type { Person } from '../../../contracts/people.ts'
import type { Role } from '../../../contracts/route.ts'
import { joinSql, rawSql, type Sql, sql, type TenantRead } from '../../platform/db/index.ts'
import type { IdPage } from './id-page.ts'

/** What other modules ask of a person. */
export type PersonBrief = { id: string; name: string; email: string; role: Role; active: boolean }

/** The person with this id, active or not. */
export async function personById(tx: TenantRead, id: string): Promise<PersonBrief | undefined> {
  const rows = await tx.rows<PersonBrief>(
    sql`SELECT id, name, email, role, active FROM app.person WHERE tenant_id = ${tx.tenantId} AND id = ${id}`,
  )
  return rows[0]
}

/** The people with these ids, by id; unknown ids are left out. */
export async function peopleByIds(tx: TenantRead, ids: readonly string[]): Promise<Map<string, PersonBrief>> {
  const rows = await tx.rows<PersonBrief>(
    sql`SELECT id, name, email, role, active FROM app.person
      WHERE tenant_id = ${tx.tenantId} AND id = ANY(${[...ids]}::uuid[])`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** The person with this address, whatever its case. `key` is made by `emailKey`. */
export async function personByEmail(tx: TenantRead, key: string): Promise<PersonBrief | undefined> {
  const rows = await tx.rows<PersonBrief>(
    sql`SELECT id, name, email, role, active FROM app.person
      WHERE tenant_id = ${tx.tenantId} AND email_key = ${key}`,
  )
  return rows[0]
}

/** What sign-in compares a password with; undefined when nobody has the address. */
export async function credentialsByEmail(
  tx: TenantRead,
  key: string,
): Promise<(PersonBrief & { passwordHash: string | null }) | undefined> {
  const rows = await tx.rows<PersonBrief & { passwordHash: string | null }>(
    sql`SELECT id, name, email, role, active, password_hash AS "passwordHash" FROM app.person
      WHERE tenant_id = ${tx.tenantId} AND email_key = ${key}`,
  )
  return rows[0]
}

/** A person as the API shows it, with teams. */
export async function readPerson(tx: TenantRead, id: string): Promise<Person | undefined> {
  const rows = await tx.rows<Person>(
    sql`SELECT ${PERSON} FROM app.person p WHERE p.tenant_id = ${tx.tenantId} AND p.id = ${id}`,
  )
  return rows[0]
}

/** One page of people, newest first (ids ascend with time); one more than `limit` where there is a next page. */
export async function listPeople(
  tx: TenantRead,
  filter: { emailKey?: string | undefined; role?: Role | undefined },
  page: IdPage,
): Promise<Person[]> {
  const where: Sql[] = [sql`p.tenant_id = ${tx.tenantId}`]
  if (filter.emailKey !== undefined) where.push(sql`p.email_key = ${filter.emailKey}`)
  if (filter.role !== undefined) where.push(sql`p.role = ${filter.role}`)
  if (page.after !== undefined) where.push(sql`p.id < ${page.after}::uuid`)
  return tx.rows<Person>(
    sql`SELECT ${PERSON} FROM app.person p WHERE ${joinSql(where, ' AND ')}
      ORDER BY p.id DESC LIMIT ${page.limit + 1}`,
  )
}

/** How many active owners there are beside this person. */
export async function countOtherOwners(tx: TenantRead, personId: string): Promise<number> {
  const [row] = await tx.rows<{ count: number }>(
    sql`SELECT count(*) AS count FROM app.person
      WHERE tenant_id = ${tx.tenantId} AND role = 'OWNER' AND active AND id <> ${personId}`,
  )
  return row?.count ?? 0
}

const PERSON =
  rawSql(`p.id, p.name, p.email, p.role, p.active, p.undo_seconds AS "undoSeconds", p.version, p.created_at AS "createdAt",
  p.updated_at AS "updatedAt", coalesce((SELECT jsonb_agg(jsonb_build_object('id', m.team_id, 'role', m.role)
    ORDER BY m.team_id) FROM app.team_member m WHERE m.tenant_id = p.tenant_id AND m.person_id = p.id), '[]') AS teams`)
