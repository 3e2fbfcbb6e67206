import type { ReactNode } from 'react'
import { ApiError } from '../../../../contracts/client.ts'
import type { TicketFilter } from '../../../api/index.ts'
import { AppLink } from '../../../app/app-link.tsx'
import { keyboard, useKeysOf, useOffered } from '../../../app/keys/keyboard.ts'
import { paths } from '../../../app/paths.ts'
import { failureFacts } from '../../../app/screens/failure-facts.ts'
import { useMe } from '../../../app/who.tsx'
import { t } from '../../../locales/t.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import { writeFilter } from './filter-text.ts'
import type { ListForm } from './list-form.ts'
import { isNarrowed } from './list-search.ts'
import { useFilterNames } from './use-filter-names.ts'
import type { ShownList } from './use-shown-list.ts'

/** What stands where rows would be while there are none; undefined when there are. */
export function listState(shown: ShownList, form: ListForm, home: boolean, onClear: () => void): ReactNode {
  const { state, list, filter } = shown
  if (state.status === 'loading') return <RowsToCome form={form} />
  if (state.status === 'failed') return <Failed error={state.error} onRetry={() => void list.load()} />
  if (state.ids.length > 0) return undefined
  if (isNarrowed(filter, home)) return <NoMatch filter={filter} home={home} onClear={onClear} />
  return home ? <NothingOpen /> : <NothingYet />
}

/** Where the rows will be, as high as they will be, beside the bar that scrolls them: nothing moves when they come. */
function RowsToCome({ form: { rowHeight, headHeight } }: { form: ListForm }) {
  return (
    <div
      className="min-h-0 flex-1 overflow-hidden [scrollbar-gutter:stable]"
      style={{ paddingTop: headHeight, ['--row-height' as string]: `${rowHeight}px` }}
    >
      <Skeleton rows={12} label={t('ui.loading')} />
    </div>
  )
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const isRefused = error instanceof ApiError && error.status === 403
  return (
    <ErrorState
      title={t(isRefused ? 'frame.forbidden' : 'list.failed')}
      {...failureFacts(error)}
      onRetry={isRefused ? undefined : onRetry}
    />
  )
}

function NoMatch({ filter, home, onClear }: { filter: TicketFilter; home: boolean; onClear: () => void }) {
  const names = useFilterNames(filter, false)
  return (
    <EmptyState
      title={t('list.noMatch')}
      text={t('list.noMatch.text', { filter: writeFilter(filter, names) })}
      action={
        <span className="flex flex-wrap items-center gap-3">
          <Button onClick={onClear}>{t('list.clear')}</Button>
          {home && <AppLink href={paths.tickets()}>{t('list.empty.all')}</AppLink>}
        </span>
      }
    />
  )
}

function NothingOpen() {
  return (
    <EmptyState
      title={t('list.empty')}
      text={t('list.empty.text')}
      action={
        <span className="flex flex-wrap items-center gap-3">
          <NewTicketButton />
          <AppLink href={paths.tickets()}>{t('list.empty.all')}</AppLink>
        </span>
      }
    />
  )
}

function NothingYet() {
  const { person } = useMe()
  return (
    <EmptyState
      title={t('list.none')}
      text={t('list.none.text')}
      action={
        <span className="flex flex-wrap items-center gap-3">
          <NewTicketButton />
          {person.role === 'OWNER' && <AppLink href={paths.deskSettings()}>{t('list.none.sample')}</AppLink>}
        </span>
      }
    />
  )
}

function NewTicketButton() {
  const keys = useKeysOf('ticket.new')
  if (!useOffered().includes('ticket.new')) return null
  return (
    <Button
      kind="primary"
      onClick={() => keyboard.run('ticket.new')}
      {...(keys === undefined ? {} : { keys })}
    >
      {t('frame.newTicket')}
    </Button>
  )
}
