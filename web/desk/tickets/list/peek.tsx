import { ExternalLink, X } from 'lucide-react'
import { useDeferredValue, useEffect, useEffectEvent } from 'react'
import { useDesk, useEntity } from '../../../api/index.ts'
import { AppLink } from '../../../app/app-link.tsx'
import { useKeysOf } from '../../../app/keys/keyboard.ts'
import { paths } from '../../../app/paths.ts'
import { t } from '../../../locales/t.ts'
import { IconButton } from '../../../ui/button.tsx'
import { LatePart } from '../../../ui/late-part.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { useCursorId } from './list-parts.ts'
import { loadTicketView } from './ticket-view.ts'

/** The address names the peeked ticket once the cursor rested so long. */
const NAME_MS = 300

/**
 * The ticket under the cursor in a sheet over the end of the list, to read. It is no dialog: the focus stays on the
 * list, so that the cursor and the keys of properties go on. `onRest` hears where the cursor rested.
 */
export function Peek({ onRest, onClose }: { onRest: (key: string) => void; onClose: () => void }) {
  const id = useCursorId()
  if (id === undefined) return null
  return <PeekOf id={id} onRest={onRest} onClose={onClose} />
}

/** The ticket under the cursor beside the list. */
export function SplitPane() {
  const id = useDeferredValue(useCursorId())
  if (id === undefined) return <EmptyState title={t('list.split.none')} text={t('list.split.none.text')} />
  return (
    <LatePart load={loadTicketView} failed={t('detail.failed')} rows={6}>
      {({ TicketView }) => <TicketView ticketId={id} frame="split" />}
    </LatePart>
  )
}

function PeekOf({ id, onRest, onClose }: { id: string; onRest: (key: string) => void; onClose: () => void }) {
  const { clock } = useDesk()
  const key = useEntity('ticket', id)?.key
  const shownId = useDeferredValue(id)
  const openKeys = useKeysOf('list.open')
  const rest = useEffectEvent(onRest)
  useEffect(() => (key === undefined ? undefined : clock.after(NAME_MS, () => rest(key))), [clock, key])
  return (
    <aside
      aria-label={t('list.peek', { key: key ?? '' })}
      data-testid="peek"
      className="absolute inset-y-0 end-0 z-(--layer-drawer) flex w-140 flex-col border-s border-border bg-surface shadow-high max-wide:w-full max-wide:border-s-0"
    >
      <div className="flex items-center gap-1 border-b border-border px-3 py-1">
        <p className="flex-1 truncate text-meta text-text-3 pointer-coarse:invisible">
          {t('list.peek.keys')}
        </p>
        {key !== undefined && (
          <AppLink
            href={paths.ticket(key)}
            aria-label={t('list.peek.open')}
            className="control-height inline-flex aspect-square items-center justify-center rounded-control text-text-2 hover:bg-hover"
            aria-keyshortcuts={openKeys}
          >
            <ExternalLink size={16} aria-hidden="true" />
          </AppLink>
        )}
        <IconButton label={t('list.peek.close')} icon={<X size={16} />} keys="escape" onClick={onClose} />
      </div>
      <div className="min-h-0 flex-1 overflow-auto">
        <LatePart load={loadTicketView} failed={t('detail.failed')} rows={6}>
          {({ TicketView }) => <TicketView ticketId={shownId} frame="peek" />}
        </LatePart>
      </div>
    </aside>
  )
}
