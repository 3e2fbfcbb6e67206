import { Pencil } from 'lucide-react'
import { t } from '../../locales/t.ts'
import { tip } from '../../ui/tip.ts'
import { useHasDraft } from './use-drafts.ts'

/** Stands in a row of a list while the person has something written on the ticket that is not sent. */
export function DraftMark({ ticketId }: { ticketId: string }) {
  if (!useHasDraft(ticketId)) return null
  return (
    <span
      className="inline-flex items-center text-text-3"
      data-testid="draft-mark"
      {...tip(t('composer.draft'))}
    >
      <Pencil size={14} aria-hidden="true" />
      <span className="sr-only">{t('composer.draft')}</span>
    </span>
  )
}
