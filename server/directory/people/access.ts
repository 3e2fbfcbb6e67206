import type { MemberRole } from '../../../contracts/people.ts'
import { ROLES, type Role } from '../../../contracts/route.ts'
import type { Actor } from './actor.ts'

type Able = Pick<Actor, 'role' | 'teams' | 'personId'>
type Change = {
  role?: Role | undefined
  active?: boolean | undefined
  password?: string | undefined
  undoSeconds?: number | null | undefined
}
type Target = { id: string; role: Role; teams: readonly { id: string }[] }

/** Whether a role is at least another. */
export function isAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least)
}

/** Whether somebody decides about a team's members: an owner, or a team admin of this team. */
export function administersTeam(actor: Able, teamId: string): boolean {
  if (actor.role === 'OWNER') return true
  return (
    actor.role === 'TEAM_ADMIN' &&
    actor.teams.some((team) => team.id === teamId && team.role === 'TEAM_ADMIN')
  )
}

/** The role in a team that comes with a person's role; undefined for those who are in no team. */
export function memberRoleOf(role: Role): MemberRole | undefined {
  if (role === 'EMPLOYEE') return undefined
  return role === 'OWNER' ? 'TEAM_ADMIN' : role
}

/** Says why somebody may not add such a person, or undefined. Rule: docs/behaviour/people-and-teams.md. */
export function creationRefusal(
  actor: Able,
  person: { role: Role; teamIds: readonly string[] },
): string | undefined {
  if (actor.role === 'OWNER') return undefined
  if (actor.role !== 'TEAM_ADMIN') return 'Your role does not allow this.'
  if (isAtLeast(person.role, 'LEAD')) return 'A team admin adds requesters and agents only.'
  if (!person.teamIds.every((id) => administersTeam(actor, id)))
    return 'A team admin adds people to the teams they administer only.'
  if (person.role === 'AGENT' && person.teamIds.length === 0)
    return 'A team admin adds agents to a team: send teamIds.'
  return undefined
}

/**
 * Says why somebody may not change a person so, or undefined; `hidden` when they may not even know of the person.
 * Everybody may change their own name, password and undo window. Rule: docs/behaviour/people-and-teams.md.
 */
export function changeRefusal(actor: Able, target: Target, change: Change): 'hidden' | string | undefined {
  if (actor.role === 'OWNER') return undefined
  const changesStanding = change.role !== undefined || change.active !== undefined
  if (target.id === actor.personId)
    return changesStanding
      ? 'Only an owner changes this; you may change your name, password and undo window.'
      : undefined
  if (actor.role === 'EMPLOYEE') return 'hidden'
  if (change.password !== undefined) return 'Only an owner sets the password of somebody else.'
  if (change.undoSeconds !== undefined) return 'Only an owner sets the undo window of somebody else.'
  if (actor.role !== 'TEAM_ADMIN') return 'Your role does not allow this.'
  if (isAtLeast(target.role, 'LEAD') || (change.role !== undefined && isAtLeast(change.role, 'LEAD')))
    return 'A team admin changes requesters and agents only.'
  if (target.teams.length === 0 || !target.teams.every(({ id }) => administersTeam(actor, id)))
    return 'A team admin changes people whose teams they all administer.'
  return undefined
}
