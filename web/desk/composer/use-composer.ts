import { useMemo } from 'react'
import { type Desk, note, reply, useDesk } from '../../api/index.ts'
import { useMe } from '../../app/who.tsx'
import { t } from '../../locales/t.ts'
import { showToast } from '../../ui/toast.tsx'
import { useDrafts } from '../drafts/index.ts'
import { composerSeat, type SeatState } from './composer-seat.ts'
import { keepAction } from './send-action.ts'
import { type SendEnd, type SendParts, type SendWish, sendNote, sendReply } from './send-message.ts'
import { offerTakingBack } from './taking-back.ts'

/** What the parts of a composer do. */
export type ComposerCommands = {
  /** Sends as wished; in note mode adds the note. Answers how it ended. */
  send(wish: SendWish): Promise<SendEnd>
  /** Leaves the field; the draft stays. */
  leave(): void
  /** Puts the text of the present mode behind that of the other, and goes there. */
  moveText(): void
}

/** The commands of a ticket's composer. */
export function useComposer(ticketId: string): ComposerCommands {
  const desk = useDesk()
  const drafts = useDrafts()
  const { person } = useMe()
  return useMemo(() => {
    const seat = composerSeat(ticketId)
    const parts = (kind: SeatState['mode']): SendParts => ({
      seat,
      keeper: drafts.keeper(ticketId, kind),
      personId: person.id,
      messages: () => desk.thread(ticketId).state().messages,
      isOnline: desk.network.isOpen,
      isLive: () => desk.connection.current().kind === 'live',
      refresh: () => desk.thread(ticketId).load(),
      reply: (input, id) => reply(desk, ticketId, input, id).outcome,
      note: (input, id) => note(desk, ticketId, input, id).outcome,
      nowMs: desk.clock.now,
      newId: () => crypto.randomUUID(),
    })
    const leave = () => {
      seat.change({ isOpen: false })
      focusPage()
    }
    const send = async (wish: SendWish): Promise<SendEnd> => {
      if (seat.current().mode === 'note') return sendNote(parts('note'))
      const end = await sendReply(parts('reply'), wish)
      if (end.how !== 'queued' && end.how !== 'sent') return end
      if (wish.sendAt === undefined) keepAction(person.id, wish.action)
      if (end.how === 'queued') offerTakingBack({ desk, drafts }, end.reply)
      return end
    }
    return {
      leave,
      async send(wish) {
        const end = await send(wish)
        if (end.how === 'queued' || end.how === 'sent') {
          if (!isFocusTaken()) focusPage()
        } else if (end.how !== 'nothing' && !seat.current().isShown) tellElsewhere(desk, ticketId)
        return end
      },
      moveText() {
        const from = seat.current().mode
        const to = from === 'reply' ? 'note' : 'reply'
        const [source, target] = [drafts.keeper(ticketId, from), drafts.keeper(ticketId, to)]
        const moved = source.state().text.content
        target.write({ format: 'html', content: `${target.state().text.content}${moved}` })
        source.write({ format: 'html', content: '' })
        seat.open(to)
      },
    }
  }, [desk, drafts, person.id, ticketId])
}

/** Who sent it is at another ticket by now and would not know. */
function tellElsewhere(desk: Desk, ticketId: string): void {
  const key = desk.store.get('ticket', ticketId)?.key ?? ''
  const detail = composerSeat(ticketId).current().problem?.text ?? t('composer.guard.held')
  showToast({ text: t('composer.notSent', { key }), detail, kind: 'alert' })
}

/** The desk may take its time; by then its author may write elsewhere, and what they type must not mean actions. */
function isFocusTaken(): boolean {
  const { activeElement } = document
  return activeElement?.matches('input, textarea, select, [contenteditable="true"]') === true
}

/** Where keys mean actions again, such as the one that takes the reply back. */
function focusPage(): void {
  document.getElementById('main')?.focus({ preventScroll: true })
}
