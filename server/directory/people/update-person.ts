import type { Person } from '../../../contracts/people.ts'
import type { Role } from '../../../contracts/route.ts'
import { sql, type TenantTx } from '../../platform/db/index.ts'
import { notFound, Problem } from '../../platform/http/index.ts'
import { append } from '../../platform/log/index.ts'
import { changeRefusal } from './access.ts'
import { type Actor, eventActor } from './actor.ts'
import { dropMember, type OnMemberRemoved } from './membership.ts'
import { countOtherOwners, readPerson } from './queries.ts'
import { lockPerson, storePassword, storePerson } from './store.ts'

/** What may be changed of a person. The password is hashed before the transaction. */
export type PersonChange = {
  name?: string | undefined
  role?: Role | undefined
  active?: boolean | undefined
  passwordHash?: string | undefined
  /** How long replies are held back, 0 to 60 seconds; null for the desk's own. */
  undoSeconds?: number | null | undefined
}

/** What the application hands in: the end of a person's sessions, and what follows when somebody leaves. */
export type PersonFollowers = {
  endSessions: (tx: TenantTx, personId: string) => void
  onMemberRemoved: readonly OnMemberRemoved[]
}

/**
 * Changes a person at the version that was read. A new role, a new password and deactivation end all sessions; a
 * requester leaves every team. Refuses with `version-mismatch`, `forbidden`, `not-found`, and the last active owner's
 * demotion with `precondition-failed`. What changes nothing writes nothing. Rule: docs/behaviour/people-and-teams.md.
 */
export async function updatePerson(
  tx: TenantTx,
  actor: Actor,
  input: { id: string; version: number | undefined; change: PersonChange },
  followers: PersonFollowers,
): Promise<Person> {
  const { id, change } = input
  const losesOwner = change.active === false || (change.role !== undefined && change.role !== 'OWNER')
  const [, before, otherOwners, [clock]] = await Promise.all([
    lockPerson(tx, id, losesOwner),
    readPerson(tx, id),
    countOtherOwners(tx, id),
    tx.rows<{ now: string }>(sql`SELECT app.now() AS now`),
  ])
  if (before === undefined) throw notFound('person')
  const { passwordHash, ...rest } = change
  refuseChange(actor, before, { ...rest, password: passwordHash })
  if (input.version !== undefined && input.version !== before.version)
    throw new Problem('version-mismatch', 'Somebody changed this person since you read it; read it again.')
  if (losesOwner && before.role === 'OWNER' && before.active && otherOwners === 0)
    throw new Problem('precondition-failed', 'Somebody must stay owner: make another one first.')
  const fields = changedFields(before, change)
  if (fields.length === 0) return before
  const now = clock?.now ?? ''
  const after = changed(before, change, now)
  storePerson(tx, after)
  if (change.passwordHash !== undefined) storePassword(tx, before, change.passwordHash)
  if (fields.some((field) => field !== 'name' && field !== 'undoSeconds')) followers.endSessions(tx, id)
  appendUpdate(tx, actor, before, after, fields)
  await leaveTeams(tx, actor, before, after, followers.onMemberRemoved)
  return after
}

/** Refuses what the actor may not change of a person; nobody learns of somebody hidden from them. */
export function refuseChange(
  actor: Actor,
  person: Person,
  change: Parameters<typeof changeRefusal>[2],
): void {
  const refusal = changeRefusal(actor, person, change)
  if (refusal === 'hidden') throw notFound('person')
  if (refusal !== undefined) throw new Problem('forbidden', refusal)
}

function changedFields(before: Person, change: PersonChange): string[] {
  const fields = (['name', 'role', 'active', 'undoSeconds'] as const).filter(
    (field) => change[field] !== undefined && change[field] !== before[field],
  )
  return change.passwordHash === undefined ? fields : [...fields, 'password']
}

function changed(before: Person, change: PersonChange, now: string): Person {
  const role = change.role ?? before.role
  return {
    ...before,
    name: change.name ?? before.name,
    role,
    active: change.active ?? before.active,
    undoSeconds: change.undoSeconds === undefined ? before.undoSeconds : change.undoSeconds,
    teams: role === 'EMPLOYEE' ? [] : before.teams,
    version: before.version + 1,
    updatedAt: now,
  }
}

/** The log cannot be changed, so it tells that a name or password changed, not what it was. */
function appendUpdate(tx: TenantTx, actor: Actor, before: Person, after: Person, fields: string[]): void {
  const told = (['role', 'active'] as const).filter((field) => fields.includes(field))
  append(tx, {
    type: 'admin.person_updated',
    visibility: 'INTERNAL',
    actor: eventActor(actor),
    at: after.updatedAt,
    changes: told.map((field) => ({ field, from: before[field], to: after[field] })),
    cause: actor.cause,
    refs: { personId: after.id, fields },
  })
}

async function leaveTeams(
  tx: TenantTx,
  actor: Actor,
  before: Person,
  after: Person,
  onMemberRemoved: readonly OnMemberRemoved[],
): Promise<void> {
  const now = after.updatedAt
  const left = before.teams.filter((team) => !after.teams.some(({ id }) => id === team.id))
  for (const team of left)
    await dropMember(
      tx,
      actor,
      { teamId: team.id, personId: after.id, role: team.role, now },
      onMemberRemoved,
    )
  if (before.active && !after.active)
    for (const follow of onMemberRemoved) await follow(tx, { actor, personId: after.id, teamId: null, now })
}
