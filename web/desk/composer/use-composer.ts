import { useMemo } from 'react'
import { note, reply, useDesk } from '../../api/index.ts'
import { useMe } from '../../app/who.tsx'
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
    return {
      leave,
      async send(wish) {
        if (seat.current().mode === 'note') {
          const end = await sendNote(parts('note'))
          if (end.how === 'sent') focusPage()
          return end
        }
        const end = await sendReply(parts('reply'), wish)
        if (end.how !== 'queued' && end.how !== 'sent') return end
        if (wish.sendAt === undefined) keepAction(person.id, wish.action)
        if (end.how === 'queued') offerTakingBack({ desk, drafts }, end.reply)
        focusPage()
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

/** Where keys mean actions again, such as the one that takes the reply back. */
function focusPage(): void {
  document.getElementById('main')?.focus({ preventScroll: true })
}
