import { useEffect } from 'react'
import type { Status } from '../../contracts/tickets.ts'
import { type TicketFilter, useEntity, useTicketList } from '../api/index.ts'
import { paths } from '../app/paths.ts'
import { failureFacts } from '../app/screens/failure-facts.ts'
import { useTitle } from '../app/shell/screen.tsx'
import { useMe } from '../app/who.tsx'
import { t } from '../locales/t.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx'
import { Time } from '../ui/time/time.tsx'
import { PortalLink } from './address.tsx'
import { rememberRequest } from './known-requests.ts'
import { StatusLine } from './status-line.tsx'
import { DONE_STATUSES, OPEN_STATUSES } from './status-words.ts'

/** What somebody asked for: what is open first, then what is over. */
export function RequestListScreen() {
  useTitle(t('portal.mine'))
  const open = useLiveList(OPEN_STATUSES)
  const done = useLiveList(DONE_STATUSES)
  const states = [open.state, done.state]
  const isEmpty = states.every(({ status, ids }) => status === 'ready' && ids.length === 0)
  const failed = [open, done].find(({ state }) => state.status === 'failed')
  return (
    <>
      <h1 className="mb-4 text-page font-semibold">{t('portal.mine')}</h1>
      {failed !== undefined && (
        <ErrorState
          title={t('portal.failed')}
          {...failureFacts(failed.state.error)}
          onRetry={() => void Promise.all([open.list.load(), done.list.load()])}
        />
      )}
      {states.some(({ status }) => status === 'loading') && <Skeleton rows={4} label={t('ui.loading')} />}
      {isEmpty && (
        <EmptyState
          title={t('portal.first')}
          text={t('portal.first.text')}
          action={<PortalLink href={paths.portalNew()}>{t('portal.new')}</PortalLink>}
        />
      )}
      {!isEmpty && open.state.status === 'ready' && (
        <Group title={t('portal.open')} live={open} empty={t('portal.open.empty')} />
      )}
      {done.state.ids.length > 0 && <Group title={t('portal.done')} live={done} />}
    </>
  )
}

/**
 * A list that shows each change at once: it is short, and nobody works through it row by row. Who takes part in a
 * request of somebody else sees it too; whoever works at the desk sees here what they asked for themselves.
 */
function useLiveList(status: readonly Status[]) {
  const { person } = useMe()
  const filter: TicketFilter =
    person.role === 'EMPLOYEE' ? { status, sort: '-updated' } : { status, requester: 'me', sort: '-updated' }
  const { list, state } = useTicketList(filter)
  const isChanged = state.changes.length > 0
  useEffect(() => {
    if (isChanged) list.apply()
  }, [isChanged, list])
  return { list, state }
}

function Group({
  title,
  live: { list, state },
  empty,
}: {
  title: string
  live: ReturnType<typeof useLiveList>
  empty?: string
}) {
  return (
    <section className="mb-8 flex flex-col gap-2" aria-label={title}>
      <h2 className="font-semibold text-text-2">{title}</h2>
      {state.ids.length === 0 && <p className="text-text-2">{empty}</p>}
      <ul className="flex flex-col gap-2" data-testid="list">
        {state.ids.map((id) => (
          <RequestCard key={id} id={id} />
        ))}
      </ul>
      {state.hasMore && (
        <Button className="self-start" busy={state.isLoadingMore} onClick={() => void list.loadMore()}>
          {t('portal.more')}
        </Button>
      )}
    </section>
  )
}

function RequestCard({ id }: { id: string }) {
  const ticket = useEntity('ticket', id)
  if (ticket === undefined) return null
  rememberRequest(ticket.key, id)
  return (
    <li data-testid="row" data-ticket={id}>
      <PortalLink
        href={paths.portalRequest(ticket.key)}
        className="flex flex-col gap-1 rounded-card border border-border bg-surface px-4 py-3 text-text hover:bg-hover hover:no-underline"
      >
        <span className="font-medium wrap-anywhere">{ticket.subject}</span>
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-message text-text-2">
          <StatusLine status={ticket.status} />
          <span className="tabular-nums">{ticket.key}</span>
          <Time at={ticket.updatedAt} className="ms-auto text-text-3" />
        </span>
      </PortalLink>
    </li>
  )
}
