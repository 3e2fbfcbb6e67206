import { useState } from 'react'
import type { Ticket } from '../../../contracts/tickets.ts'
import { useAction, useKeysOf } from '../../app/keys/keyboard.ts'
import { useMe } from '../../app/who.tsx'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import type { DraftState } from '../drafts/index.ts'
import { useSeat } from './composer-seat.ts'
import { SavedLine } from './saved-line.tsx'
import { actionFor, lastAction } from './send-action.ts'
import { SendButton } from './send-button.tsx'
import { SendLaterDialog } from './send-later-dialog.tsx'
import type { SendWish } from './send-message.ts'
import { useComposer } from './use-composer.ts'

/** What becomes of the text: where it is saved, moving it to the other side, sending it. */
export function ComposerFoot({
  ticket,
  draft,
  moveText,
}: {
  ticket: Ticket
  draft: DraftState
  moveText: () => void
}) {
  const { person } = useMe()
  const { seat, state } = useSeat(ticket.id)
  const commands = useComposer(ticket.id)
  const [isLater, setLater] = useState(false)
  const { mode } = state
  const isNote = mode === 'note'
  const action = actionFor(state.action ?? lastAction(person.id), ticket.status)
  const closed = !isNote && ticket.status === 'CLOSED' ? t('composer.closed') : undefined
  const send = (wish: SendWish) => {
    if (closed !== undefined) return seat.change({ problem: { text: closed } })
    seat.change({ action: wish.action, wish })
    void commands.send(wish)
  }
  useAction('composer.send', () => send({ action }))
  const keys = useKeysOf('composer.send')
  const hasText = draft.text.content.trim() !== ''
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SavedLine draft={draft} />
      {hasText && (
        <Button kind="quiet" onClick={moveText}>
          {t(isNote ? 'composer.moveToReply' : 'composer.moveToNote')}
        </Button>
      )}
      {isNote ? (
        <Button
          kind="primary"
          className="ms-auto max-tablet:w-full"
          busy={state.sending !== undefined}
          onClick={() => send({ action })}
          {...(keys === undefined ? {} : { keys })}
        >
          {t('composer.addNote')}
        </Button>
      ) : (
        <SendButton
          action={action}
          status={ticket.status}
          busy={state.sending !== undefined}
          disabledBecause={closed}
          onSend={(chosen) => send({ action: chosen })}
          onLater={() => setLater(true)}
        />
      )}
      <SendLaterDialog
        open={isLater}
        onClose={() => setLater(false)}
        onChoose={(sendAt) => {
          setLater(false)
          send({ action, sendAt })
        }}
      />
    </div>
  )
}
