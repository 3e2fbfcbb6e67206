import type { Team } from '../../../contracts/teams.ts'
import { sql, type TenantTx } from '../../platform/db/index.ts'
import { Problem } from '../../platform/http/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { append } from '../../platform/log/index.ts'
import { type Actor, eventActor } from '../people/index.ts'
import { insertTeam } from './store.ts'

/**
 * Adds a team behind the others. Refuses with `already-exists` a prefix that another team has.
 * Rule: docs/behaviour/people-and-teams.md.
 */
export async function createTeam(
  tx: TenantTx,
  actor: Actor,
  input: { name: string; prefix: string },
): Promise<Team> {
  const [standing] = await tx.rows<{ taken: boolean | null; position: number; now: string }>(
    sql`SELECT bool_or(prefix = ${input.prefix}) AS taken, coalesce(max(position), 0) + 1 AS position,
      app.now() AS now FROM app.team WHERE tenant_id = ${tx.tenantId}`,
  )
  if (standing?.taken === true)
    throw new Problem('already-exists', `There is already a team with the prefix ${input.prefix}.`)
  const id = newId()
  const position = standing?.position ?? 1
  const now = standing?.now ?? ''
  insertTeam(tx, { id, ...input, position, now })
  append(tx, {
    type: 'admin.team_created',
    visibility: 'INTERNAL',
    actor: eventActor(actor),
    at: now,
    cause: actor.cause,
    refs: { teamId: id, prefix: input.prefix },
  })
  return { id, ...input, position, version: 1, createdAt: now }
}
