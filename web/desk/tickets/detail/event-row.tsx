import { ChevronDown, ChevronUp } from 'lucide-react'
import { useState } from 'react'
import type { Event } from '../../../../contracts/events.ts'
import { t } from '../../../locales/t.ts'
import { Time } from '../../../ui/time/time.tsx'
import { eventSentence, type Names } from './event-sentences.ts'

/** What happened between two messages, in one line; more than one opens on demand. */
export function EventRow({ events, names }: { events: readonly Event[]; names: Names }) {
  const [isOpen, setOpen] = useState(false)
  // Of several the status says most.
  const first = events.find(({ type }) => type === 'ticket.status_changed') ?? events[0]
  const others = events.length - 1
  if (first === undefined) return null
  const Sign = isOpen ? ChevronUp : ChevronDown
  return (
    <div className="px-4 text-meta text-text-3">
      <ul>
        {(isOpen ? events : [first]).map((event, at) => (
          <li key={event.id} className="flex min-h-6 flex-wrap items-center gap-x-2">
            <span aria-hidden="true" className="w-4 border-t border-border" />
            <span className="min-w-0 wrap-anywhere">{eventSentence(event, names)}</span>
            <Time at={event.at} className={others > 0 ? 'min-w-12' : ''} />
            {at === 0 && others > 0 && (
              <button
                type="button"
                aria-expanded={isOpen}
                onClick={() => setOpen(!isOpen)}
                className="inline-flex min-h-6 items-center gap-1 rounded-chip px-1.5 text-text-2 hover:bg-hover pointer-coarse:min-h-11"
              >
                <Sign size={14} aria-hidden="true" />
                {isOpen ? t('detail.event.fewer') : t('detail.event.more', { count: others })}
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
