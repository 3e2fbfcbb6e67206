import type { QueuedReply } from '../../../contracts/tickets.ts'
import { useDesk } from '../../api/index.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { useDraft, useDrafts } from '../drafts/index.ts'
import { composerSeat } from './composer-seat.ts'
import { actionOf } from './send-action.ts'
import { takeBack } from './taking-back.ts'
import { textOfHtml } from './text-html.ts'
import { useComposer } from './use-composer.ts'

/** What its author can do with a blocked reply: go on writing, or send it all the same. */
export function BlockedActions({ reply }: { reply: QueuedReply }) {
  const desk = useDesk()
  const drafts = useDrafts()
  const { send } = useComposer(reply.ticketId)
  const { keeper, draft } = useDraft(reply.ticketId, 'reply')
  // Its text is the draft again since it was blocked; sending takes what stands in the composer.
  const present = textOfHtml(draft.text.content)
  const isOther = present !== '' && present !== textOfHtml(reply.bodyHtml)
  const edit = () => takeBack({ desk, drafts }, reply)
  const sendAnyway = async () => {
    if ((await edit()).how !== 'taken-back') return
    if (textOfHtml(keeper.state().text.content) !== textOfHtml(reply.bodyHtml)) return
    composerSeat(reply.ticketId).change({ mode: 'reply' })
    await send({ action: actionOf(reply.status), force: true })
  }
  return (
    <>
      <Button onClick={() => void edit()}>{t('composer.queue.edit')}</Button>
      {reply.reason === 'newer-messages' && (
        <Button
          disabledBecause={isOther ? t('composer.queue.otherText') : undefined}
          onClick={() => void sendAnyway()}
        >
          {t('composer.queue.sendAnyway')}
        </Button>
      )}
    </>
  )
}
