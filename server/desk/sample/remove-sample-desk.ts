import { type Actor, eventActor } from '../../directory/people/index.ts'
import { defaultTeam } from '../../directory/teams/index.ts'
import { sql, type TenantTx } from '../../platform/db/index.ts'
import { Problem } from '../../platform/http/index.ts'
import { append } from '../../platform/log/index.ts'
import { releaseTickets } from '../tickets/index.ts'
import { lockSampleDesk } from './queries.ts'
import { type RemovedTickets, removeSamplePeople, removeSampleTickets } from './store.ts'

/**
 * Removes the sample desk of the tenant. Rejects with `not-found` when there is none, and with `conflict` while it is
 * being loaded. Rule: docs/behaviour/sample-desk.md, "Removal".
 */
export async function removeSampleDesk(tx: TenantTx, owner: Actor): Promise<RemovedTickets> {
  const known = await lockSampleDesk(tx)
  if (known === undefined) throw new Problem('not-found', 'There is no sample desk here.')
  if (known.loadedAt === null && !known.isStale)
    throw new Problem('conflict', 'The sample desk is being loaded; wait for its end.')
  return removeAll(tx, owner)
}

/**
 * Removes what there is of a sample desk, whole or not. Real tickets that its people worked on are given back first, as
 * when somebody leaves. The log keeps the ids of what was there.
 */
export async function removeAll(tx: TenantTx, owner: Actor): Promise<RemovedTickets> {
  const [known, team, [clock]] = await Promise.all([
    lockSampleDesk(tx),
    defaultTeam(tx),
    tx.rows<{ now: string }>(sql`SELECT app.now() AS now`),
  ])
  const now = clock?.now ?? ''
  const removed = await removeSampleTickets(tx)
  const personIds = known?.personIds ?? []
  for (const personId of personIds) await releaseTickets(tx, { actor: owner, personId, teamId: null, now })
  const { ticketIds, queuedReplyIds } = removed
  append(tx, {
    type: 'admin.sample_removed',
    visibility: 'INTERNAL',
    actor: eventActor(owner),
    at: now,
    cause: owner.cause,
    refs: { teamId: team.id, ticketIds, queuedReplyIds, personIds },
  })
  removeSamplePeople(tx)
  return removed
}
