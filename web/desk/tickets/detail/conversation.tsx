import { type ReactNode, useEffect, useState } from 'react'
import { type Thread, type ThreadState, useDesk, useThread, useTicketLog } from '../../../api/index.ts'
import { failureFacts } from '../../../app/screens/failure-facts.ts'
import { t } from '../../../locales/t.ts'
import { Button } from '../../../ui/button.tsx'
import { ErrorState } from '../../../ui/states.tsx'
import type { Names } from './event-sentences.ts'
import { MessageSkeleton } from './message-skeleton.tsx'
import { OpenConversation } from './open-conversation.tsx'

type Props = { ticketId: string; names: Names; isUnfolded: boolean; hasKeys: boolean; end?: ReactNode }

/** How long messages wait for what happened between them, so that nothing moves when it comes. */
const PATIENCE_MS = 200

/** The messages of a ticket and what happened between them; `end` stands behind the last one. */
export function Conversation(props: Props) {
  const { thread, state } = useThread(props.ticketId)
  const hasEvents = useEventsSoon(props.ticketId)
  if (state.status === 'failed')
    return (
      <ErrorState
        title={t('detail.messagesFailed')}
        {...failureFacts(state.error)}
        onRetry={() => void thread.load()}
      />
    )
  if (state.status === 'loading' || !hasEvents) return <MessageSkeleton />
  return (
    <>
      <RefreshState thread={thread} state={state} />
      <OpenConversation {...props} thread={thread} state={state} />
    </>
  )
}

/** Whether what happened is there, or has been waited for long enough. */
function useEventsSoon(ticketId: string): boolean {
  const { clock } = useDesk()
  const { state } = useTicketLog(ticketId)
  const [isOver, setOver] = useState(false)
  const isThere = state.status !== 'loading'
  useEffect(() => (isThere ? undefined : clock.after(PATIENCE_MS, () => setOver(true))), [clock, isThere])
  return isThere || isOver
}

/** What was kept is shown while the newest is read; that it could not be is said. */
function RefreshState({ thread, state }: { thread: Thread; state: ThreadState }) {
  if (state.error !== undefined)
    return (
      <div role="status" className="flex flex-wrap items-center gap-2 bg-warn-tint px-4 py-1.5 text-warn">
        <span className="flex-1">{t('detail.newestFailed')}</span>
        <Button kind="quiet" busy={state.isRefreshing} onClick={() => void thread.load()}>
          {t('ui.retry')}
        </Button>
      </div>
    )
  return state.isRefreshing ? (
    <div aria-hidden="true" className="relative h-0">
      <div className="busy-bar absolute inset-x-0 top-0 h-0.5 overflow-hidden" />
    </div>
  ) : null
}
