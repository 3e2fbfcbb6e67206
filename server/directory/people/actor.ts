import type { Role } from '../../../contracts/route.ts'
import type { EventActor } from '../../platform/log/index.ts'

/** Who acts in a command: a person (by session or key) or the system. */
export type Actor = {
  tenantId: string
  /** Scopes idempotency keys: the key's id for a key, else the person's. */
  principalId: string
  personId: string
  role: Role
  /** Teams that the person is a member of, with the role there. */
  teams: readonly { id: string; role: 'AGENT' | 'LEAD' | 'TEAM_ADMIN' }[]
  /** Of the key that was used; null means all that the role allows. */
  scopes: readonly string[] | null
  keyId: string | null
  byCookie: boolean
  cause: Record<string, string>
}

/** The actor as the log names it: a key acts on behalf of its owner. */
export function eventActor(actor: Actor): EventActor {
  return actor.keyId === null
    ? { type: 'person', id: actor.personId }
    : { type: 'key', id: actor.keyId, onBehalfOf: actor.personId }
}

/** The system as the log names it. */
export const SYSTEM_ACTOR: EventActor = { type: 'system', id: null }
