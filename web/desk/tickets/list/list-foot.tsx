import { RefreshCw, X } from 'lucide-react'
import type { ActionId } from '../../../app/keys/actions.ts'
import { keyboard, useKeysOf, useOffered } from '../../../app/keys/keyboard.ts'
import { failureFacts } from '../../../app/screens/failure-facts.ts'
import { type MessageId, t } from '../../../locales/t.ts'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { useListParts, useSelectedIds } from './list-parts.ts'
import type { ShownList } from './use-shown-list.ts'
import type { Total } from './use-total.ts'

/** Below the rows: what waits to be applied, how many there are, or what to do with the selected ones. */
export function ListFoot({
  shown,
  total,
  onApply,
}: {
  shown: ShownList
  total: Total | undefined
  onApply: () => void
}) {
  const selected = useSelectedIds()
  const { changes } = shown.state
  return (
    <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-t border-border px-3 py-1 text-meta text-text-2">
      {selected.length > 0 && <SelectedStrip count={selected.length} />}
      {/* Behind what is done with the selected ones, which must not move when others change a ticket. */}
      {changes.length > 0 && !shown.isStale && <ChangedPill count={changes.length} onApply={onApply} />}
      <Range shown={shown} total={total} isCrowded={selected.length > 0} />
    </div>
  )
}

function ChangedPill({ count, onApply }: { count: number; onApply: () => void }) {
  const keys = useKeysOf('list.apply')
  return (
    <button
      type="button"
      data-testid="changed"
      onClick={onApply}
      className="inline-flex min-h-7 items-center gap-1.5 rounded-full bg-info-tint px-2.5 font-medium text-info pointer-coarse:min-h-11"
    >
      <RefreshCw size={12} aria-hidden="true" />
      {t('list.changed', { count })}
      {keys !== undefined && (
        <span aria-hidden="true" className="pointer-coarse:hidden">
          · {keys.toUpperCase()}
        </span>
      )}
      <span className="sr-only">{t('list.changed.hint')}</span>
    </button>
  )
}

function Range({
  shown,
  total,
  isCrowded,
}: {
  shown: ShownList
  total: Total | undefined
  /** A phone leaves the number out beside what can be done with the selected ones. */
  isCrowded: boolean
}) {
  const { state, list } = shown
  const loaded = state.ids.length
  if (!state.hasMore && state.error !== undefined)
    return (
      <span role="alert" className="ms-auto inline-flex items-center gap-2 text-danger">
        {t('list.refreshFailed', { cause: failureFacts(state.error).cause })}
        <Button kind="quiet" busy={state.isRefreshing} onClick={() => void list.refresh()}>
          {t('ui.retry')}
        </Button>
      </span>
    )
  if (state.hasMore && state.error !== undefined)
    return (
      <span role="alert" className="ms-auto inline-flex items-center gap-2 text-danger">
        {t('list.moreFailed')}
        <Button kind="quiet" busy={state.isLoadingMore} onClick={() => void list.loadMore()}>
          {t('ui.retry')}
        </Button>
      </span>
    )
  const all = total === undefined ? '…' : `${number(total.count)}${total.isCapped ? '+' : ''}`
  return (
    <span
      className={classNames('ms-auto tabular-nums', isCrowded && 'max-tablet:hidden')}
      data-testid="range"
    >
      {state.hasMore
        ? t('list.range', { loaded: number(loaded), total: all })
        : t('list.range.all', { count: loaded })}
      {state.isLoadingMore && ` · ${t('list.loadingMore')}`}
    </span>
  )
}

/** What can be done with several, and the word for it where room is short. */
const BULK_ACTIONS = {
  'property.assignMe': 'keys.property.assignMe',
  'property.assignee': 'properties.assignee',
  'property.status': 'properties.status',
  'property.priority': 'properties.priority',
  'property.resolve': 'keys.property.resolve',
} as const satisfies Partial<Record<ActionId, MessageId>>
type BulkAction = keyof typeof BULK_ACTIONS
const BULK_IDS = Object.keys(BULK_ACTIONS) as BulkAction[]

function SelectedStrip({ count }: { count: number }) {
  const { selection } = useListParts()
  const offered = useOffered()
  return (
    <section
      className="flex flex-wrap items-center gap-1 max-tablet:order-last max-tablet:w-full"
      aria-label={t('list.selected', { count })}
    >
      <span className="font-medium text-text tabular-nums max-tablet:flex-1" data-testid="selected">
        {t('list.selected', { count })}
      </span>
      <Button kind="quiet" className="px-2! text-meta" onClick={selection.clear}>
        <X size={14} aria-hidden="true" />
        {t('list.selected.none')}
      </Button>
      <span className="flex flex-wrap max-tablet:-ms-2 max-tablet:w-full tablet:gap-1">
        {BULK_IDS.filter((id) => offered.includes(id)).map((id) => (
          <BulkButton key={id} id={id} />
        ))}
      </span>
    </section>
  )
}

function BulkButton({ id }: { id: BulkAction }) {
  const keys = useKeysOf(id)
  return (
    <Button
      kind="quiet"
      className="px-2! text-meta"
      aria-label={t(`keys.${id}`)}
      onClick={() => keyboard.run(id)}
      {...(keys === undefined ? {} : { keys })}
    >
      {t(BULK_ACTIONS[id])}
    </Button>
  )
}

function number(count: number): string {
  return new Intl.NumberFormat().format(count)
}
