import { useEffect } from 'react'
import { useDesk, useThread } from '../../api/index.ts'
import { useMe } from '../../app/who.tsx'
import { t } from '../../locales/t.ts'
import { classNames } from '../../ui/class-names.ts'
import { useDrafts } from '../drafts/index.ts'
import './composer.css'
import { useSeat } from './composer-seat.ts'
import { QueuedReplyItem } from './queued-reply-item.tsx'
import { SafeHtml } from './safe-html.tsx'
import { offerTakingBack } from './taking-back.ts'

/**
 * What is on its way, at the end of the conversation: what is being sent, replies that are held back, and those that
 * were blocked. Rule: docs/behaviour/composer.md, "Taking back".
 */
export function QueuedReplies({ ticketId }: { ticketId: string }) {
  const desk = useDesk()
  const drafts = useDrafts()
  const { person } = useMe()
  const { queued } = useThread(ticketId).state
  const { sending } = useSeat(ticketId).state
  useEffect(() => {
    for (const reply of queued)
      if (reply.state === 'QUEUED' && reply.author.id === person.id) offerTakingBack({ desk, drafts }, reply)
  }, [desk, drafts, person.id, queued])
  return (
    <section
      aria-label={t('composer.queue')}
      aria-live="polite"
      data-testid="queued"
      className="flex flex-col gap-3 empty:hidden"
    >
      {queued.map((reply) => (
        <QueuedReplyItem key={reply.id} reply={reply} />
      ))}
      {sending !== undefined && (
        <div
          className={classNames(
            'rounded-card border border-dashed px-3 py-2 text-message',
            sending.kind === 'note'
              ? 'border-note-border bg-note text-note-text'
              : 'border-border-strong bg-surface',
          )}
        >
          <p className="text-meta text-text-2">{t('composer.sending')}</p>
          <SafeHtml html={sending.html} />
        </div>
      )}
    </section>
  )
}
