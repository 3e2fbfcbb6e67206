import { RefreshCw, X } from 'lucide-react'
import type { ActionId } from '../../../app/keys/actions.ts'
import { keyboard, useKeysOf, useOffered } from '../../../app/keys/keyboard.ts'
import { failureFacts } from '../../../app/screens/failure-facts.ts'
import { t } from '../../../locales/t.ts'
import { Button } from '../../../ui/button.tsx'
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
      {changes.length > 0 && !shown.isStale && <ChangedPill count={changes.length} onApply={onApply} />}
      <Range shown={shown} total={total} />
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
      {keys !== undefined && <span aria-hidden="true">· {keys.toUpperCase()}</span>}
      <span className="sr-only">{t('list.changed.hint')}</span>
    </button>
  )
}

function Range({ shown, total }: { shown: ShownList; total: Total | undefined }) {
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
    <span className="ms-auto tabular-nums" data-testid="range">
      {state.hasMore
        ? t('list.range', { loaded: number(loaded), total: all })
        : t('list.range.all', { count: loaded })}
      {state.isLoadingMore && ` · ${t('list.loadingMore')}`}
    </span>
  )
}

const BULK_ACTIONS = [
  'property.assignMe',
  'property.assignee',
  'property.status',
  'property.priority',
  'property.resolve',
] as const satisfies readonly ActionId[]

function SelectedStrip({ count }: { count: number }) {
  const { selection } = useListParts()
  const offered = useOffered()
  return (
    <section className="flex flex-wrap items-center gap-1" aria-label={t('list.selected', { count })}>
      <span className="me-1 font-medium text-text tabular-nums" data-testid="selected">
        {t('list.selected', { count })}
      </span>
      {BULK_ACTIONS.filter((id) => offered.includes(id)).map((id) => (
        <BulkButton key={id} id={id} />
      ))}
      <Button kind="quiet" className="text-meta" onClick={selection.clear}>
        <X size={14} aria-hidden="true" />
        {t('list.selected.none')}
      </Button>
    </section>
  )
}

function BulkButton({ id }: { id: (typeof BULK_ACTIONS)[number] }) {
  const keys = useKeysOf(id)
  return (
    <Button
      kind="quiet"
      className="text-meta"
      onClick={() => keyboard.run(id)}
      {...(keys === undefined ? {} : { keys })}
    >
      {t(`keys.${id}`)}
    </Button>
  )
}

function number(count: number): string {
  return new Intl.NumberFormat().format(count)
}
