import type { Member } from '../../../contracts/teams.ts'
import { sql, type TenantTx } from '../../platform/db/index.ts'
import { notFound, Problem } from '../../platform/http/index.ts'
import {
  type Actor,
  administersTeam,
  dropMember,
  memberRole,
  type OnMemberRemoved,
  personById,
} from '../people/index.ts'
import { teamById } from './queries.ts'

/**
 * Takes somebody out of a team; what follows (their tickets) happens in the same transaction. Refuses with `forbidden`
 * whoever does not administer the team, and with `not-found` whoever is not in it.
 */
export async function removeMember(
  tx: TenantTx,
  actor: Actor,
  input: { teamId: string; personId: string },
  onMemberRemoved: readonly OnMemberRemoved[],
): Promise<Member> {
  const { teamId, personId } = input
  const [team, person, role, [clock]] = await Promise.all([
    teamById(tx, teamId),
    personById(tx, personId),
    memberRole(tx, teamId, personId),
    tx.rows<{ now: string }>(sql`SELECT app.now() AS now`),
  ])
  if (team === undefined) throw notFound('team')
  if (!administersTeam(actor, teamId)) throw new Problem('forbidden', 'You do not administer this team.')
  if (person === undefined || role === undefined) throw notFound('member')
  await dropMember(tx, actor, { teamId, personId, role, now: clock?.now ?? '' }, onMemberRemoved)
  return { teamId, person: { id: person.id, name: person.name, email: person.email }, role }
}
