import { useState } from 'react'
import type { Ticket } from '../../../../contracts/tickets.ts'
import { useOpenTicket, useThread } from '../../../api/index.ts'
import { useAction } from '../../../app/keys/keyboard.ts'
import { t } from '../../../locales/t.ts'
import { classNames } from '../../../ui/class-names.ts'
import { LateLayer } from '../../../ui/late-layer.tsx'
import { Composer, QueuedReplies, type WritingMode } from '../../composer/index.ts'
import { PresenceBeat, PresenceLine } from '../../presence/index.ts'
import { PropertyActions, PropertyPanel } from '../properties/index.ts'
import { Announcements } from './announcements.tsx'
import { Conversation } from './conversation.tsx'
import { copyLink } from './copy-link.ts'
import type { Names } from './event-sentences.ts'
import { usePropertyColumn } from './property-column.ts'
import { TicketHeader } from './ticket-header.tsx'
import { TicketGone } from './ticket-states.tsx'
import { panelProps, type TicketTab, TicketTabs } from './ticket-tabs.tsx'
import { Timeline } from './timeline.tsx'
import { useMedia } from './use-media.ts'
import { useNames } from './use-names.ts'
import { useWalk, type Walk } from './use-walk.ts'

const loadDrawer = () => import('./property-drawer.tsx')

/** Where a ticket is shown: on a page of its own, beside the list, or on a sheet over it, where nobody writes. */
export type TicketFrame = 'page' | 'split' | 'peek'

/** A ticket that is in memory: its conversation, its properties, what happened to it, and where one answers. */
export function TicketView({ ticketId, frame }: { ticketId: string; frame: TicketFrame }) {
  const ticket = useOpenTicket(ticketId)
  if (ticket === undefined) return <TicketGone />
  return <OpenTicket key={ticketId} ticket={ticket} frame={frame} />
}

function OpenTicket({ ticket, frame }: { ticket: Ticket; frame: TicketFrame }) {
  const { id } = ticket
  const isPage = frame === 'page'
  const names = useNames(ticket, useThread(id).state.messages)
  const walk = useWalk(id)
  const [isUnfolded, setUnfolded] = useState(false)
  const [mode, setMode] = useState<WritingMode>('VIEWING')
  const parts = useParts(frame)
  const foldAll = () => setUnfolded(!isUnfolded)
  useTicketKeys({ ticket, frame, walk, foldAll })
  return (
    <div className="flex h-full min-h-0 min-w-0 flex-1 flex-col" data-testid="detail" data-ticket={id}>
      <TicketHeader
        ticket={ticket}
        names={names}
        isPage={isPage}
        hasChips={parts.hasTab}
        hasPresence={parts.hasWideHead}
        walk={walk}
        areQuotesShown={isUnfolded}
        onQuotes={foldAll}
        properties={
          parts.hasTab
            ? undefined
            : { isShown: parts.isColumn || parts.isDrawer, onToggle: parts.toggleProperties }
        }
      />
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          <Panels id={id} frame={frame} names={names} isUnfolded={isUnfolded} parts={parts} />
          {frame !== 'peek' && <Composer ticketId={id} onMode={setMode} />}
        </div>
        {parts.isColumn && (
          <aside
            aria-label={t('detail.properties')}
            className="w-75 shrink-0 overflow-y-auto border-s border-border"
          >
            <Properties id={id} />
          </aside>
        )}
      </div>
      <LateLayer
        load={loadDrawer}
        open={parts.isDrawer}
        label={t('detail.properties')}
        onClose={parts.toggleProperties}
      >
        {({ PropertyDrawer }) =>
          parts.isDrawer && <PropertyDrawer ticketId={id} onClose={parts.toggleProperties} />
        }
      </LateLayer>
      {isPage && <PropertyActions ticketIds={[id]} onResolved={walk.onward} />}
      {frame !== 'peek' && <PresenceBeat ticketId={id} mode={mode} />}
      <Announcements ticketId={id} />
    </div>
  )
}

/** The keys of a ticket; those that lead away from it only where it has a page of its own. */
function useTicketKeys({
  ticket,
  frame,
  walk,
  foldAll,
}: {
  ticket: Ticket
  frame: TicketFrame
  walk: Walk
  foldAll: () => void
}): void {
  const isPage = frame === 'page'
  useAction('detail.copyLink', () => void copyLink(ticket), frame !== 'peek')
  useAction('detail.expandAll', foldAll, frame !== 'peek')
  useAction('detail.next', walk.toNext, isPage && walk.place?.next !== undefined)
  useAction('detail.previous', walk.toPrevious, isPage && walk.place?.previous !== undefined)
  useAction('detail.back', walk.back, isPage)
}

/** The tabs and what they show. The conversation stays where it is behind another tab. */
function Panels({
  id,
  frame,
  names,
  isUnfolded,
  parts: { hasWideHead, tabs, shown, show },
}: {
  id: string
  frame: TicketFrame
  names: Names
  isUnfolded: boolean
  parts: ReturnType<typeof useParts>
}) {
  return (
    <>
      <TicketTabs
        ticketId={id}
        tabs={tabs}
        shown={shown}
        onShow={show}
        end={!hasWideHead && <PresenceLine ticketId={id} />}
      />
      <div
        {...panelProps(id, 'conversation')}
        className={classNames('min-h-0 flex-1 flex-col', shown === 'conversation' ? 'flex' : 'hidden')}
      >
        <Conversation
          ticketId={id}
          names={names}
          isUnfolded={isUnfolded}
          hasKeys={frame !== 'peek' && shown === 'conversation'}
          end={<QueuedReplies ticketId={id} />}
        />
      </div>
      {shown !== 'conversation' && (
        <div {...panelProps(id, shown)} className="min-h-0 flex-1 overflow-y-auto">
          {shown === 'timeline' ? <Timeline ticketId={id} names={names} /> : <Properties id={id} />}
        </div>
      )}
    </>
  )
}

function Properties({ id }: { id: string }) {
  return (
    <>
      <h2 className="sr-only">{t('detail.properties')}</h2>
      <PropertyPanel ticketId={id} />
    </>
  )
}

/**
 * Which parts are in sight: on a wide page the properties are a column, on a middling one a drawer, else a tab; their
 * key shows and hides them wherever they are.
 */
function useParts(frame: TicketFrame) {
  const isWide = useMedia('(min-width: 1280px)')
  const isPhone = useMedia('(max-width: 639.98px)')
  const hasTab = frame !== 'page' || isPhone
  const [tab, setTab] = useState<TicketTab>('conversation')
  const [isColumnWanted, toggleColumn] = usePropertyColumn()
  const [isDrawerWanted, setDrawerWanted] = useState(false)
  const shown = tab === 'details' && !hasTab ? 'conversation' : tab
  const toggleProperties = () => {
    if (hasTab) setTab(shown === 'details' ? 'conversation' : 'details')
    else if (isWide) toggleColumn()
    else setDrawerWanted(!isDrawerWanted)
  }
  useAction('properties.toggle', toggleProperties, frame !== 'peek')
  const tabs: readonly TicketTab[] = hasTab
    ? ['conversation', 'details', 'timeline']
    : ['conversation', 'timeline']
  return {
    hasTab,
    tabs,
    shown,
    show: setTab,
    hasWideHead: !hasTab && isWide,
    isColumn: !hasTab && isWide && isColumnWanted,
    isDrawer: !hasTab && !isWide && isDrawerWanted,
    toggleProperties,
  }
}
