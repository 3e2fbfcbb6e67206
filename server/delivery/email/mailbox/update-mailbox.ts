import { isDeepStrictEqual } from 'node:util'
import type { Mailbox } from '../../../../contracts/mailboxes.ts'
import { type Actor, eventActor } from '../../../directory/people/index.ts'
import { teamById } from '../../../directory/teams/index.ts'
import { sql, type TenantTx } from '../../../platform/db/index.ts'
import { notFound, Problem } from '../../../platform/http/index.ts'
import { append } from '../../../platform/log/index.ts'
import { storeResumed } from '../outgoing/mailbox-pause-store.ts'
import { wakeDeliveries } from '../outgoing/wake-deliveries.ts'
import { readMailbox } from './mailbox-queries.ts'
import { lockMailboxes, type MailboxSettings, storeMailbox } from './mailbox-store.ts'

/** A change of a mailbox; `paused: false` lets it send again. */
export type MailboxChange = Partial<MailboxSettings> & { paused?: false }

const FIELDS = ['teamId', 'displayName', 'isDefault', 'acceptAutomated', 'ownLists', 'verified'] as const

/**
 * Changes a mailbox at the version that was read. One that is let off its pause, or that is verified when this was all
 * that it waited for, sends what waited. Refuses with `not-found`, `version-mismatch`, and `precondition-failed` to
 * leave a tenant without a default: another is made the default instead. What changes nothing writes nothing.
 */
export async function updateMailbox(
  tx: TenantTx,
  actor: Actor,
  input: { id: string; version: number | undefined; change: MailboxChange },
): Promise<Mailbox> {
  const { id, version, change } = input
  const [, before, team, [clock]] = await Promise.all([
    lockMailboxes(tx),
    readMailbox(tx, id),
    change.teamId === undefined ? undefined : teamById(tx, change.teamId),
    tx.rows<{ now: string }>(sql`SELECT app.now() AS now`),
  ])
  if (before === undefined) throw notFound('mailbox')
  if (version !== undefined && version !== before.version)
    throw new Problem('version-mismatch', 'Somebody changed this mailbox since you read it; read it again.')
  if (change.teamId !== undefined && team === undefined) throw notFound('team')
  if (before.isDefault && change.isDefault === false)
    throw new Problem('precondition-failed', 'One mailbox is the default; make another one it instead.')
  return applied(tx, actor, before, change, clock?.now ?? '')
}

async function applied(
  tx: TenantTx,
  actor: Actor,
  before: Mailbox,
  { paused, ...change }: MailboxChange,
  now: string,
): Promise<Mailbox> {
  const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const after: Mailbox = { ...before, ...set }
  const changes: { field: string; from: unknown; to: unknown }[] = FIELDS.filter(
    (field) => !isDeepStrictEqual(before[field], after[field]),
  ).map((field) => ({ field, from: before[field], to: after[field] }))
  const resumes = before.pausedAt !== null && (paused === false || isVerifiedNow(before, after))
  if (resumes) changes.push({ field: 'pausedAt', from: before.pausedAt, to: null })
  if (changes.length === 0) return before
  const version = before.version + 1
  if (resumes) {
    await storeResumed(tx, before.id)
    await wakeDeliveries(tx, before.id)
  }
  storeMailbox(tx, before.id, { ...after, version })
  append(tx, {
    type: 'admin.mailbox_updated',
    visibility: 'INTERNAL',
    actor: eventActor(actor),
    at: now,
    cause: actor.cause,
    changes,
    refs: { mailboxId: before.id },
  })
  return { ...after, version, ...(resumes ? { pausedAt: null, pauseReason: null } : {}) }
}

function isVerifiedNow(before: Mailbox, after: Mailbox): boolean {
  return before.pauseReason === 'UNVERIFIED' && after.verified
}
