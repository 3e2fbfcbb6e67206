import type { MemberRole } from '../../../contracts/people.ts'
import type { TenantTx } from '../../platform/db/index.ts'
import { append } from '../../platform/log/index.ts'
import { type Actor, eventActor } from './actor.ts'
import { deleteMember, storeMember } from './membership-store.ts'

/** Somebody left a team, or all work at once (`teamId` null: deactivated). */
export type MemberRemoved = { actor: Actor; personId: string; teamId: string | null; now: string }

/** What follows in the same transaction when a member leaves: higher modules unassign their tickets. */
export type OnMemberRemoved = (tx: TenantTx, left: MemberRemoved) => Promise<void>

/** Makes somebody a member or changes the role of one; the fact tells which by `from`. */
export function addMember(
  tx: TenantTx,
  actor: Actor,
  member: { teamId: string; personId: string; role: MemberRole; from: MemberRole | null; now: string },
): void {
  storeMember(tx, member)
  append(tx, {
    type: 'admin.member_added',
    visibility: 'INTERNAL',
    actor: eventActor(actor),
    at: member.now,
    changes: [{ field: 'role', from: member.from, to: member.role }],
    cause: actor.cause,
    refs: { teamId: member.teamId, personId: member.personId },
  })
}

/** Takes somebody out of a team and lets the followers act on it. */
export async function dropMember(
  tx: TenantTx,
  actor: Actor,
  member: { teamId: string; personId: string; role: MemberRole; now: string },
  onMemberRemoved: readonly OnMemberRemoved[],
): Promise<void> {
  deleteMember(tx, member)
  append(tx, {
    type: 'admin.member_removed',
    visibility: 'INTERNAL',
    actor: eventActor(actor),
    at: member.now,
    changes: [{ field: 'role', from: member.role, to: null }],
    cause: actor.cause,
    refs: { teamId: member.teamId, personId: member.personId },
  })
  for (const follow of onMemberRemoved)
    await follow(tx, { actor, personId: member.personId, teamId: member.teamId, now: member.now })
}
