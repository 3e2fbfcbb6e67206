import { useState } from 'react'
import type { Event } from '../../../../contracts/events.ts'
import { useTicketLog } from '../../../api/index.ts'
import { failureFacts } from '../../../app/screens/failure-facts.ts'
import { t } from '../../../locales/t.ts'
import { Button } from '../../../ui/button.tsx'
import { Choice } from '../../../ui/choice.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { Time } from '../../../ui/time/time.tsx'
import { eventWords, type Names } from './event-sentences.ts'
import { TIMELINE_KINDS, type TimelineKind, timelineOf } from './timeline-kinds.ts'

/** Everything that happened to a ticket, the newest first, each change with what was before and what is after. */
export function Timeline({ ticketId, names }: { ticketId: string; names: Names }) {
  const { log, state } = useTicketLog(ticketId)
  const [kind, setKind] = useState<TimelineKind>('all')
  if (state.status === 'loading') return <Skeleton rows={8} label={t('ui.loading')} />
  if (state.status === 'failed')
    return (
      <ErrorState
        title={t('detail.timeline.failed')}
        {...failureFacts(state.error)}
        onRetry={() => void log.load()}
      />
    )
  const events = timelineOf(state.events, kind)
  return (
    <div className="mx-auto flex w-full max-w-198 flex-col gap-4 p-4">
      <h2 className="sr-only">{t('detail.tab.timeline')}</h2>
      <Choice
        label={t('detail.timeline.show')}
        options={TIMELINE_KINDS.map((value) => ({ value, name: t(`detail.timeline.${value}`) }))}
        value={kind}
        onChoose={setKind}
      />
      {events.length === 0 && <p className="text-text-2">{t('detail.timeline.empty')}</p>}
      <ol className="flex flex-col">
        {events.map((event) => (
          <TimelineRow key={event.id} event={event} names={names} />
        ))}
      </ol>
      {state.olderCursor !== null && (
        <Button className="w-fit" busy={state.isLoadingEarlier} onClick={() => void log.loadEarlier()}>
          {t('detail.timeline.more')}
        </Button>
      )}
    </div>
  )
}

function TimelineRow({ event, names }: { event: Event; names: Names }) {
  return (
    <li
      data-event={event.type}
      className="flex flex-wrap items-baseline gap-x-3 border-b border-border py-1.5 last:border-b-0"
    >
      <div className="min-w-0 flex-1">
        {eventWords(event, names).map(({ what, from, to, who }) => (
          <p key={what} className="wrap-anywhere">
            <span className="font-medium">{what}</span>
            {to !== undefined && <Change from={from ?? ''} to={to} />}
            <span className="text-text-2"> {t('detail.timeline.by', { who })}</span>
          </p>
        ))}
      </div>
      <Time at={event.at} className="text-meta text-text-3" />
    </li>
  )
}

function Change({ from, to }: { from: string; to: string }) {
  return (
    <>
      {' '}
      <del className="text-text-3 no-underline">
        <span className="sr-only">{t('detail.timeline.from')} </span>
        {from}
      </del>
      <span aria-hidden="true"> → </span>
      <ins className="no-underline">
        <span className="sr-only">{t('detail.timeline.to')} </span>
        {to}
      </ins>
    </>
  )
}
