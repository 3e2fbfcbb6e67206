import type { Actor } from '../../directory/people/index.ts'

/** Marks what the sample desk tells of its past: no mail follows it. */
export const SAMPLE_CAUSE = { sample: 'true' } as const

/** Somebody of the tenant, acting in their browser in the sample's past. */
export function sampleActor(
  tenantId: string,
  personId: string,
  role: Actor['role'],
  teams: Actor['teams'],
): Actor {
  return {
    tenantId,
    principalId: personId,
    personId,
    role,
    teams,
    scopes: null,
    keyId: null,
    byCookie: true,
    cause: SAMPLE_CAUSE,
  }
}
