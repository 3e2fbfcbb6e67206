import type { Team } from '../../../contracts/teams.ts'
import { sql, type TenantTx } from '../../platform/db/index.ts'
import { notFound, Problem } from '../../platform/http/index.ts'
import { append } from '../../platform/log/index.ts'
import { type Actor, eventActor } from '../people/index.ts'
import { readTeam } from './queries.ts'
import { lockTeam, storeTeam } from './store.ts'

/**
 * Renames a team at the version that was read; the prefix stays, because keys of tickets carry it. Refuses with
 * `not-found` and `version-mismatch`. What changes nothing writes nothing.
 */
export async function updateTeam(
  tx: TenantTx,
  actor: Actor,
  input: { id: string; version: number | undefined; name: string | undefined },
): Promise<Team> {
  const [, before, [clock]] = await Promise.all([
    lockTeam(tx, input.id),
    readTeam(tx, input.id),
    tx.rows<{ now: string }>(sql`SELECT app.now() AS now`),
  ])
  if (before === undefined) throw notFound('team')
  if (input.version !== undefined && input.version !== before.version)
    throw new Problem('version-mismatch', 'Somebody changed this team since you read it; read it again.')
  if (input.name === undefined || input.name === before.name) return before
  const after = { ...before, name: input.name, version: before.version + 1 }
  storeTeam(tx, after)
  append(tx, {
    type: 'admin.team_updated',
    visibility: 'INTERNAL',
    actor: eventActor(actor),
    at: clock?.now ?? '',
    changes: [{ field: 'name', from: before.name, to: after.name }],
    cause: actor.cause,
    refs: { teamId: before.id },
  })
  return after
}
