import type { Me } from '../../../contracts/people.ts'
import type { Scope } from '../../../contracts/route.ts'
import { sql, type TenantRead } from '../../platform/db/index.ts'
import { type Actor, readPerson } from '../people/index.ts'
import { teamsByIds } from '../teams/index.ts'

/** Who is calling: the person, the organisation, the teams with the role in each, and what the key may do. */
export async function readMe(tx: TenantRead, actor: Actor, csrfToken: string | null): Promise<Me> {
  const ids = actor.teams.map((team) => team.id)
  const [person, teams, [tenant]] = await Promise.all([
    readPerson(tx, actor.personId),
    teamsByIds(tx, ids),
    tx.rows<Me['tenant']>(sql`SELECT id, name, slug FROM app.tenant WHERE id = ${tx.tenantId}`),
  ])
  if (person === undefined || tenant === undefined) throw new Error('the caller is not there')
  const roles = new Map(actor.teams.map((team) => [team.id, team.role]))
  return {
    person,
    tenant,
    teams: teams.map((team) => ({ ...team, role: roles.get(team.id) ?? 'AGENT' })),
    scopes: actor.scopes === null ? null : ([...actor.scopes] as Scope[]),
    csrfToken,
  }
}
