import type { QueuedReply } from '../../../contracts/tickets.ts'
import { createUndoSend, type Desk, type TakenBack } from '../../api/index.ts'
import { pushUndo } from '../../app/undo-stack.ts'
import { t } from '../../locales/t.ts'
import { showToast } from '../../ui/toast.tsx'
import type { Drafts } from '../drafts/index.ts'
import { composerSeat } from './composer-seat.ts'
import { actionOf } from './send-action.ts'

/** What taking back needs of the page. */
export type TakeBackParts = { desk: Desk; drafts: Drafts }

/**
 * Takes a held reply back: its text is in the composer again, with the action it was to be sent with. What cannot be
 * taken back any more, or not now, is said. Rule: docs/behaviour/composer.md, "Taking back".
 */
export function takeBack(parts: TakeBackParts, reply: QueuedReply): Promise<TakenBack> {
  const known = underWay.get(reply.id)
  if (known !== undefined) return known
  const taking = takeBackOnce(parts, reply).finally(() => underWay.delete(reply.id))
  underWay.set(reply.id, taking)
  return taking
}

const underWay = new Map<string, Promise<TakenBack>>()

async function takeBackOnce(parts: TakeBackParts, reply: QueuedReply): Promise<TakenBack> {
  withdrawOffer(reply.id)
  const taken = await undoSendOf(parts).takeBack(reply)
  if (taken.how === 'failed') offers.delete(reply.id)
  if (taken.how === 'taken-back') {
    const seat = composerSeat(reply.ticketId)
    seat.change({ action: actionOf(reply.status), problem: undefined })
    seat.open('reply')
  } else if (taken.how === 'already-sent') showToast({ text: t('composer.undo.late') })
  else
    showToast({
      text: t('composer.undo.failed'),
      kind: 'alert',
      action: { text: t('ui.retry'), onSelect: () => void takeBack(parts, reply) },
    })
  return taken
}

/** Sends an own held reply at once. */
export async function sendNow(parts: TakeBackParts, reply: QueuedReply): Promise<void> {
  withdrawOffer(reply.id)
  try {
    await undoSendOf(parts).sendNow(reply)
  } catch (error) {
    offers.delete(reply.id)
    showToast({
      text: t('composer.sendNow.failed'),
      detail: error instanceof Error ? error.message : '',
      kind: 'alert',
    })
    void parts.desk.knownThread(reply.ticketId)?.load()
  }
}

/** How each offer is taken off again; one that is off stays here, so that it is not made a second time. */
const offers = new Map<string, () => void>()

/** Lets the undo key take a held reply back, until it is sent and 60 s at most; told again it changes nothing. */
export function offerTakingBack(parts: TakeBackParts, reply: QueuedReply): void {
  if (offers.has(reply.id)) return
  const expiresAt = Math.min(Date.parse(reply.sendAt), Date.parse(reply.createdAt) + OFFERED_MS)
  if (expiresAt <= parts.desk.clock.now()) return
  const label = t('composer.undo.label')
  offers.set(reply.id, pushUndo({ label, expiresAt, run: () => void takeBack(parts, reply) }))
}

/** How long the undo key reaches back; the window of a reply may be longer. */
const OFFERED_MS = 60_000

function withdrawOffer(replyId: string): void {
  offers.get(replyId)?.()
  offers.set(replyId, () => undefined)
}

function undoSendOf({ desk, drafts }: TakeBackParts) {
  return createUndoSend({
    client: desk.client,
    clock: desk.clock,
    thread: desk.knownThread,
    restore: ({ ticketId, bodyHtml }) =>
      drafts.keeper(ticketId, 'reply').restore({ format: 'html', content: bodyHtml }),
  })
}
