import { randomInt } from 'node:crypto'
import type { Draft, DraftKind } from '../../../contracts/drafts.ts'
import type { Actor } from '../../directory/people/index.ts'
import type { TenantTx } from '../../platform/db/index.ts'
import { Problem } from '../../platform/http/index.ts'
import { type Content, readTicket } from '../tickets/index.ts'
import { decideDraftReturn, decideDraftSave, type StoredDraft } from './decide-draft-save.ts'
import { presentDraft, storedKind } from './present-draft.ts'
import { lockDraft } from './queries.ts'
import { type DraftPlace, removeDraft, removeSentDraft, storeDraft } from './store.ts'

/** What a device saves. Without `content` the draft is to go; `writtenAt` is RFC 3339, the server's time when absent. */
export type SaveDraft = {
  ticket: string
  kind: DraftKind
  content: Content | undefined
  baseVersion?: number | undefined
  writtenAt?: string | undefined
  dropOther?: boolean | undefined
}

/** What a save left: nothing where the draft is gone. */
export type SavedDraft = { ticketId: string; draft: Draft | undefined }

/**
 * Keeps what the actor writes on a ticket. Of texts that crossed the newest is the draft and the other is kept. Rejects
 * with `not-found`, and with `forbidden` for a note of who is no agent of the team. Rule: docs/behaviour/drafts.md.
 */
export async function saveDraft(tx: TenantTx, actor: Actor, input: SaveDraft): Promise<SavedDraft> {
  const place = await placeOf(tx, actor, input.ticket, input.kind)
  const { ticketId } = place
  const { draft: stored, now } = await lockDraft(tx, place)
  const decision = decideDraftSave(
    stored,
    {
      ...(input.content ?? { body: '', bodyHtml: '' }),
      writtenAt: clamped(input.writtenAt, now),
      baseVersion: input.baseVersion,
      dropOther: input.dropOther === true,
    },
    firstVersion(),
  )
  if (decision.outcome === 'removed') removeDraft(tx, place)
  if (decision.outcome === 'stored') storeDraft(tx, place, decision.draft)
  const left = decision.outcome === 'unchanged' ? stored : 'draft' in decision ? decision.draft : undefined
  return { ticketId, draft: presented(place, left) }
}

/**
 * Takes a draft away with its other version. With `version` only that one: `version-mismatch` when another device has
 * written since. A draft that is not there is no error. Answers the ticket's id.
 */
export async function deleteDraft(
  tx: TenantTx,
  actor: Actor,
  input: { ticket: string; kind: DraftKind; version?: number | undefined },
): Promise<string> {
  const place = await placeOf(tx, actor, input.ticket, input.kind)
  const { draft } = await lockDraft(tx, place)
  if (input.version !== undefined && draft !== undefined && draft.version !== input.version)
    throw new Problem('version-mismatch', 'The draft was written on since you read it; look at it first.', {
      extra: { current: presented(place, draft) },
    })
  if (draft !== undefined) removeDraft(tx, place)
  return place.ticketId
}

/**
 * Clears the draft of what was sent: a follower of replies and notes, in their transaction. A later draft of another
 * device, which has what was sent as its other version, stays. Costs no trip. Rule: docs/behaviour/drafts.md, "Sending".
 */
export function clearSentDraft(
  tx: TenantTx,
  sent: { personId: string; ticketId: string; kind: DraftKind; content: Content },
): void {
  const { personId, ticketId, kind, content } = sent
  removeSentDraft(tx, { personId, ticketId, kind: storedKind(kind) }, content.bodyHtml)
}

/** Gives a reply's text back that was not sent after all: as the draft, or beside a newer one as its other version. */
export async function giveBackDraft(
  tx: TenantTx,
  { personId, ticketId, content }: { personId: string; ticketId: string; content: Content },
): Promise<void> {
  const place: DraftPlace = { personId, ticketId, kind: 'REPLY' }
  const { draft: stored, now } = await lockDraft(tx, place)
  const decision = decideDraftReturn(stored, { ...content, writtenAt: now }, firstVersion())
  if (decision.outcome === 'stored') storeDraft(tx, place, decision.draft)
}

async function placeOf(tx: TenantTx, actor: Actor, ticket: string, kind: DraftKind): Promise<DraftPlace> {
  const view = await readTicket(tx, actor, ticket)
  if (kind === 'note' && view.publicOnly)
    throw new Problem('forbidden', 'Only agents of the team write notes.')
  return { personId: actor.personId, ticketId: view.ticket.id, kind: storedKind(kind) }
}

const EARLIEST = '2020-01-01T00:00:00.000Z'

/** A device's clock is believed between 2020 and now; a draft from the future would win for ever. */
function clamped(writtenAt: string | undefined, now: string): string {
  const ms = writtenAt === undefined ? Number.NaN : Date.parse(writtenAt)
  if (Number.isNaN(ms) || ms > Date.parse(now)) return now
  return ms < Date.parse(EARLIEST) ? EARLIEST : new Date(ms).toISOString()
}

/** Versions begin anywhere, so that a device that missed the end of a draft does not take the next one for it. */
function firstVersion(): number {
  return randomInt(1, 2 ** 30)
}

function presented(place: DraftPlace, draft: StoredDraft | undefined): Draft | undefined {
  return draft === undefined ? undefined : presentDraft(place, draft)
}
