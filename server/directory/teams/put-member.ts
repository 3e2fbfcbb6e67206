import type { MemberRole } from '../../../contracts/people.ts'
import type { Member } from '../../../contracts/teams.ts'
import { sql, type TenantTx } from '../../platform/db/index.ts'
import { notFound, Problem } from '../../platform/http/index.ts'
import {
  type Actor,
  addMember,
  administersTeam,
  lockPerson,
  memberRole,
  personById,
} from '../people/index.ts'
import { teamById } from './queries.ts'

/**
 * Makes somebody a member of a team, or changes the role of one. Refuses with `forbidden` whoever does not administer
 * the team, and with `precondition-failed` a requester or somebody deactivated. The same role again writes nothing.
 * Rule: docs/behaviour/people-and-teams.md.
 */
export async function putMember(
  tx: TenantTx,
  actor: Actor,
  input: { teamId: string; personId: string; role: MemberRole },
): Promise<Member> {
  const { teamId, personId, role } = input
  // The lock keeps somebody who is made a requester right now from becoming a member.
  const [, team, person, from, [clock]] = await Promise.all([
    lockPerson(tx, personId, false),
    teamById(tx, teamId),
    personById(tx, personId),
    memberRole(tx, teamId, personId),
    tx.rows<{ now: string }>(sql`SELECT app.now() AS now`),
  ])
  if (team === undefined) throw notFound('team')
  if (!administersTeam(actor, teamId)) throw new Problem('forbidden', 'You do not administer this team.')
  if (person === undefined) throw notFound('person')
  if (!person.active) throw new Problem('precondition-failed', 'This person is deactivated.')
  if (person.role === 'EMPLOYEE')
    throw new Problem('precondition-failed', 'A requester is in no team: make them an agent first.')
  if (from !== role)
    addMember(tx, actor, { teamId, personId, role, from: from ?? null, now: clock?.now ?? '' })
  return { teamId, person: { id: person.id, name: person.name, email: person.email }, role }
}
