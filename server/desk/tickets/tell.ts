import type { PendingSeq, TenantTx } from '../../platform/db/index.ts'
import type { EventActor } from '../../platform/log/index.ts'
import { append, type NewEvent } from '../../platform/log/index.ts'
import { changesVersion, type Draft } from './draft.ts'

/** On whose behalf a command tells its facts, and why it ran. */
export type Teller = { actor: EventActor; cause: Record<string, string> }

/** Where the facts of a command will stand; `message` is the position of `message.added`, if it told one. */
export type Told = {
  lastK: number
  lastSeq: PendingSeq
  message: { k: number; token: PendingSeq } | undefined
}

/** Appends a draft's facts in order; undefined when there are none. `refs` go to `message.added`. */
export function tell(
  tx: TenantTx,
  teller: Teller,
  draft: Draft,
  now: string,
  refs: Record<string, unknown> = {},
): Told | undefined {
  const version = draft.before.version + (changesVersion(draft) ? 1 : 0)
  let told: Told | undefined
  for (const fact of draft.facts) {
    const isMessage = fact.type === 'message.added'
    const event: NewEvent = {
      type: fact.type,
      ticketId: draft.before.id,
      ticketVersion: version,
      visibility: fact.visibility,
      actor: teller.actor,
      at: now,
      changes: fact.changes,
      cause: fact.cause === undefined ? teller.cause : { ...teller.cause, why: fact.cause },
      ...(isMessage ? { refs } : {}),
    }
    const { k, token } = append(tx, event)
    told = { lastK: k, lastSeq: token, message: isMessage ? { k, token } : told?.message }
  }
  return told
}
