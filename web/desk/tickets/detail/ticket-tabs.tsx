import type { KeyboardEvent, ReactNode } from 'react'
import { t } from '../../../locales/t.ts'
import { classNames } from '../../../ui/class-names.ts'

export const TICKET_TABS = ['conversation', 'details', 'timeline'] as const
export type TicketTab = (typeof TICKET_TABS)[number]

/**
 * The parts of a ticket of which one is in sight (WAI-ARIA practices, tabs): arrows go from one to the next. `end` stands
 * at the end of their line.
 */
export function TicketTabs({
  ticketId,
  tabs,
  shown,
  onShow,
  end,
}: {
  ticketId: string
  tabs: readonly TicketTab[]
  shown: TicketTab
  onShow: (tab: TicketTab) => void
  end?: ReactNode
}) {
  const go = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const next = by === undefined ? undefined : tabs[(tabs.indexOf(shown) + by + tabs.length) % tabs.length]
    if (next === undefined) return
    event.preventDefault()
    onShow(next)
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus()
  }
  return (
    <div className="@container flex items-center gap-x-2 border-b border-border px-3">
      <div role="tablist" aria-label={t('detail.tabs')} onKeyDown={go} className="flex flex-1 gap-1">
        {tabs.map((tab) => (
          <button
            key={tab}
            id={tabId(ticketId, tab)}
            type="button"
            role="tab"
            data-tab={tab}
            aria-selected={tab === shown}
            aria-controls={panelId(ticketId, tab)}
            tabIndex={tab === shown ? 0 : -1}
            onClick={() => onShow(tab)}
            className={classNames(
              '-mb-px h-9 border-b-2 px-2 pointer-coarse:h-11',
              tab === shown ? 'border-accent font-medium' : 'border-transparent text-text-2 hover:text-text',
            )}
          >
            {t(`detail.tab.${tab}`)}
          </button>
        ))}
      </div>
      {end}
    </div>
  )
}

/** What a panel needs to belong to its tab. */
export function panelProps(ticketId: string, tab: TicketTab) {
  return { role: 'tabpanel', id: panelId(ticketId, tab), 'aria-labelledby': tabId(ticketId, tab) } as const
}

function tabId(ticketId: string, tab: TicketTab): string {
  return `tab-${tab}-${ticketId}`
}

function panelId(ticketId: string, tab: TicketTab): string {
  return `panel-${tab}-${ticketId}`
}
