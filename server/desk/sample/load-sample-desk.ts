import { type Actor, eventActor } from '../../directory/people/index.ts'
import { defaultTeam } from '../../directory/teams/index.ts'
import { type Database, sql, type TenantTx, write } from '../../platform/db/index.ts'
import { append } from '../../platform/log/index.ts'
import { lockSampleDesk, readSampleDesk } from './queries.ts'
import { removeAll } from './remove-sample-desk.ts'
import type { SampleDeskOf } from './sample-ground.ts'
import { insertSampleDesk, storeLoaded } from './store.ts'
import { STORIES } from './stories/index.ts'
import type { Story } from './story.ts'
import { tellStories } from './tell-stories.ts'

/** What became of a wish to load: all is written but the end; there is one already; somebody else is at it. */
export type LoadBegun = 'told' | 'already-there' | 'under-way'

/**
 * Writes the sample desk but for its end, which `finishSampleDesk` adds in a transaction of the caller's. What a load
 * left that died more than a minute ago is removed first; one that fails is removed, and the failure is passed on.
 * Rule: docs/behaviour/sample-desk.md.
 */
export async function beginSampleDesk(
  db: Database,
  owner: Actor,
  stories: readonly Story[] = STORIES,
): Promise<LoadBegun> {
  const scope = { tenantId: owner.tenantId, actorId: owner.personId }
  const begun = await write(db, scope, (tx) => begin(tx, owner))
  if (begun.result === 'stale') {
    await write(db, scope, (tx) => removeAll(tx, owner))
    return beginSampleDesk(db, owner, stories)
  }
  if (typeof begun.result === 'string') return begun.result
  try {
    await tellStories(db, begun.result, stories)
  } catch (error) {
    await write(db, scope, (tx) => removeAll(tx, owner))
    throw error
  }
  return 'told'
}

/** Loads the sample desk of a tenant that has none, whole; answers the key of the ticket to look at first. */
export async function fillSampleDesk(db: Database, owner: Actor): Promise<string | null> {
  const begun = await beginSampleDesk(db, owner)
  if (begun !== 'told') throw new Error(`the sample desk is ${begun}`)
  const { result } = await write(db, { tenantId: owner.tenantId, actorId: owner.personId }, async (tx) => {
    await finishSampleDesk(tx, owner)
    return readSampleDesk(tx, true)
  })
  return result.firstTicketKey
}

/** Says that the sample desk is there: the last thing of a load. */
export async function finishSampleDesk(tx: TenantTx, owner: Actor): Promise<void> {
  const [team, [clock]] = await Promise.all([
    defaultTeam(tx),
    tx.rows<{ now: string }>(sql`SELECT app.now() AS now`),
  ])
  storeLoaded(tx)
  append(tx, {
    type: 'admin.sample_loaded',
    visibility: 'INTERNAL',
    actor: eventActor(owner),
    at: clock?.now ?? '',
    cause: owner.cause,
    refs: { teamId: team.id },
  })
}

async function begin(
  tx: TenantTx,
  owner: Actor,
): Promise<SampleDeskOf | 'already-there' | 'under-way' | 'stale'> {
  const known = await lockSampleDesk(tx)
  if (known !== undefined) {
    if (known.isStale) return 'stale'
    return known.loadedAt === null ? 'under-way' : 'already-there'
  }
  const team = await defaultTeam(tx)
  // Another one may have begun since the look.
  if (!(await insertSampleDesk(tx))) return 'under-way'
  return { tenantId: owner.tenantId, ownerId: owner.personId, team }
}
