import type { Person } from '../../../contracts/people.ts'
import type { Role } from '../../../contracts/route.ts'
import { sql, type TenantTx } from '../../platform/db/index.ts'
import { Problem } from '../../platform/http/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { append } from '../../platform/log/index.ts'
import { creationRefusal, memberRoleOf } from './access.ts'
import { type Actor, eventActor } from './actor.ts'
import { emailKey } from './email-address.ts'
import { addMember } from './membership.ts'
import { personByEmail } from './queries.ts'
import { insertPerson } from './store.ts'

/** The input of `createPerson`; the password is hashed before the transaction. */
export type NewPerson = {
  name: string
  email: string
  role: Role
  teamIds: readonly string[]
  passwordHash: string | null
}

/**
 * Adds a person, in teams with the role that comes with theirs. Refuses with `forbidden` what the actor may not add,
 * with `already-exists` a known address, with `contract-violation` a requester in a team; an unknown team is
 * `not-found`. Rule: docs/behaviour/people-and-teams.md.
 */
export async function createPerson(tx: TenantTx, actor: Actor, input: NewPerson): Promise<Person> {
  const refusal = creationRefusal(actor, input)
  if (refusal !== undefined) throw new Problem('forbidden', refusal)
  const memberRole = memberRoleOf(input.role)
  if (memberRole === undefined && input.teamIds.length > 0) throw requesterInTeam()
  const [known, [clock]] = await Promise.all([
    personByEmail(tx, emailKey(input.email)),
    tx.rows<{ now: string }>(sql`SELECT app.now() AS now`),
  ])
  if (known !== undefined) throw new Problem('already-exists', 'There is already somebody with this address.')
  const now = clock?.now ?? ''
  const id = newId()
  insertPerson(tx, { ...input, id, now })
  append(tx, {
    type: 'admin.person_created',
    visibility: 'INTERNAL',
    actor: eventActor(actor),
    at: now,
    cause: actor.cause,
    refs: { personId: id, role: input.role },
  })
  const teams =
    memberRole === undefined ? [] : input.teamIds.map((teamId) => ({ id: teamId, role: memberRole }))
  for (const team of teams)
    addMember(tx, actor, { teamId: team.id, personId: id, role: team.role, from: null, now })
  const { name, email, role } = input
  const made = { active: true, undoSeconds: null, version: 1, createdAt: now, updatedAt: now }
  return { id, name, email, role, teams, ...made }
}

function requesterInTeam(): Problem {
  return new Problem('contract-violation', 'A requester is in no team.', {
    errors: [{ path: '/teamIds', message: 'must be empty for the role EMPLOYEE' }],
  })
}
