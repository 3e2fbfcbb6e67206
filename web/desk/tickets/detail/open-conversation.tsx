import { ArrowDown } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { type Thread, type ThreadState, useTicketLog } from '../../../api/index.ts'
import { useMe } from '../../../app/who.tsx'
import { t } from '../../../locales/t.ts'
import { Button } from '../../../ui/button.tsx'
import { conversationRows, firstUnread, shownEarlier, shownFrom } from './conversation-rows.ts'
import { EARLIER_AT_ONCE, EarlierRow } from './earlier-row.tsx'
import { EventRow } from './event-row.tsx'
import type { Names } from './event-sentences.ts'
import { MessageItem } from './message-item.tsx'
import { usePaintedMark } from './painted-mark.ts'
import { useMessageKeys } from './use-message-keys.ts'
import { useFollowOwn, useReadingPlace } from './use-reading-place.ts'

/** A conversation whose messages are there: opened at the first unread one, kept in place whatever comes. */
export function OpenConversation({
  ticketId,
  thread,
  state,
  names,
  isUnfolded,
  hasKeys,
  end,
}: {
  ticketId: string
  thread: Thread
  state: ThreadState
  names: Names
  isUnfolded: boolean
  hasKeys: boolean
  end?: ReactNode
}) {
  const { messages, earlier, queued } = state
  const { person: me } = useMe()
  const { log, state: logState } = useTicketLog(ticketId)
  const [from, setFrom] = useState(() => shownFrom(messages))
  // Read once: what is seen here must not move where it began.
  const [begin] = useState(() => firstUnread(messages, { seenSeq: state.seenSeq, me: me.id })?.id)
  const place = useReadingPlace(begin, thread.markSeen)
  const { events } = logState
  const rows = useMemo(
    () => conversationRows({ messages, events, from, earlier }),
    [messages, events, from, earlier],
  )
  usePaintedMark(ticketId)
  useMessageKeys(place, hasKeys)
  useEffect(() => void log.loadBackTo(from), [log, from])
  const last = messages.at(-1)
  useFollowOwn(place.toEnd, {
    seq: last?.author.id === me.id ? last.seq : 0,
    queued: queued.filter(({ author }) => author.id === me.id).length,
  })
  const arrived = useArrived(messages, place.isAtEnd, me.id)

  const showEarlier = async () => {
    if (messages.filter(({ seq }) => seq < from).length <= 1) await thread.loadEarlier()
    place.hold(`[data-seq="${from}"]`)
    setFrom(shownEarlier(thread.state().messages, from, EARLIER_AT_ONCE))
  }
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <section
        ref={place.scroller}
        aria-label={t('detail.conversation')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto px-4 [overflow-anchor:none]"
      >
        <h2 className="sr-only">{t('detail.conversation')}</h2>
        <div ref={place.content} className="mx-auto flex w-full max-w-190 flex-col gap-3 py-4">
          {rows.map((row) => {
            if (row.kind === 'message')
              return <MessageItem key={row.message.id} message={row.message} isUnfolded={isUnfolded} />
            if (row.kind === 'events')
              return <EventRow key={row.events[0]?.id} events={row.events} names={names} />
            return (
              <EarlierRow
                key="earlier"
                count={row.count}
                isLoading={state.isLoadingEarlier}
                onShow={() => void showEarlier()}
              />
            )
          })}
          {end}
        </div>
      </section>
      {arrived.length > 0 && (
        <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
          <Button
            kind="primary"
            className="pointer-events-auto w-72 justify-start shadow-mid"
            onClick={place.toEnd}
          >
            <ArrowDown size={16} aria-hidden="true" />
            <span className="min-w-0 truncate">
              {arrived.length === 1
                ? t('detail.newReplyFrom', { name: arrived[0]?.author.name ?? '' })
                : t('detail.newReplies', { count: arrived.length })}
            </span>
          </Button>
        </div>
      )}
    </div>
  )
}

/** What others wrote since the end was in sight for the last time. */
function useArrived(
  messages: ThreadState['messages'],
  isAtEnd: boolean,
  me: string,
): ThreadState['messages'] {
  const lastSeq = messages.at(-1)?.seq ?? 0
  const [readTo, setReadTo] = useState(lastSeq)
  useEffect(() => {
    if (isAtEnd) setReadTo(lastSeq)
  }, [isAtEnd, lastSeq])
  return isAtEnd ? [] : messages.filter(({ seq, author }) => seq > readTo && author.id !== me)
}
