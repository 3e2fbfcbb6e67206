import { MessageSquareWarning } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { Time } from '../../ui/time/time.tsx'
import { type Newcomer, useSeat } from './composer-seat.ts'
import { useComposer } from './use-composer.ts'
import { useUnseen } from './use-seen.ts'

/** Shows what others wrote while a reply is written; takes focus when it held the reply up. */
export function GuardStrip({ ticketId }: { ticketId: string }) {
  const { seat, state } = useSeat(ticketId)
  const unseen = useUnseen(ticketId)
  const review = useRef<HTMLButtonElement>(null)
  const { send } = useComposer(ticketId)
  const isHeldUp = state.guardAsked > 0
  const first = unseen[0]
  useEffect(() => {
    if (state.guardAsked > 0) review.current?.focus()
  }, [state.guardAsked])
  if (first === undefined) return null
  const markSeen = () =>
    seat.change({
      seenSeq: Math.max(state.seenSeq ?? 0, ...unseen.map(({ seq }) => seq)),
      refusedFor: [],
      guardAsked: 0,
    })
  return (
    <div
      role={isHeldUp ? 'alert' : 'status'}
      data-testid="guard"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-card border border-warn bg-warn-tint px-3 py-2"
    >
      <MessageSquareWarning size={16} aria-hidden="true" className="shrink-0 text-warn" />
      <div className="min-w-48 flex-1">
        {isHeldUp && <p className="font-medium text-warn">{t('composer.guard.held')}</p>}
        {unseen.slice(0, SHOWN_MAX).map((one) => (
          <NewcomerLine key={one.id} newcomer={one} />
        ))}
        {unseen.length > SHOWN_MAX && (
          <p className="text-meta text-text-2">
            {t('composer.guard.more', { count: unseen.length - SHOWN_MAX })}
          </p>
        )}
      </div>
      <span className="flex gap-2 max-tablet:w-full max-tablet:*:flex-1">
        <Button
          ref={review}
          kind="primary"
          onClick={() => {
            markSeen()
            document.querySelector(`[data-message="${first.id}"]`)?.scrollIntoView({ block: 'nearest' })
            seat.open('reply')
          }}
        >
          {t('composer.guard.review')}
        </Button>
        {isHeldUp && (
          <Button
            onClick={() => {
              markSeen()
              void send({ action: 'keep', ...state.wish, force: true })
            }}
          >
            {t('composer.guard.sendAnyway')}
          </Button>
        )}
      </span>
    </div>
  )
}

const SHOWN_MAX = 3

function NewcomerLine({ newcomer }: { newcomer: Newcomer }) {
  const { authorName, createdAt, excerpt } = newcomer
  return (
    <div>
      <p>
        <span className="font-medium">{t('composer.guard', { name: authorName })}</span>{' '}
        <Time at={createdAt} className="text-text-2" />
      </p>
      <p className="line-clamp-2 text-text-2">{excerpt}</p>
    </div>
  )
}
