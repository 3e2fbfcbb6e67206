import { LANDING_QUERY } from '../../../contracts/boot.ts'
import type { Status } from '../../../contracts/tickets.ts'
import { type TicketFilter, useEntity, useTicketList } from '../../api/index.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { Time } from '../../ui/time/time.tsx'
import { AppLink } from '../app-link.tsx'
import { useAction, useKeysOf } from '../keys/keyboard.ts'
import { paths } from '../paths.ts'
import { Screen } from '../shell/screen.tsx'
import { failureFacts } from './failure-facts.ts'
import { ForRole } from './went-wrong.tsx'

const LANDING: TicketFilter = {
  status: LANDING_QUERY.status.split(',') as Status[],
  sort: LANDING_QUERY.sort,
}

/** The open tickets that somebody may see: what came with the page, kept up to date, in an order that waits to be applied. */
export function LandingScreen() {
  return (
    <ForRole least="AGENT">
      <Landing />
    </ForRole>
  )
}

function Landing() {
  const { list, state } = useTicketList(LANDING)
  useAction('list.apply', list.apply, state.changes.length > 0)
  const keys = useKeysOf('list.apply')
  const applyKeys = keys === undefined ? {} : { keys }
  return (
    <Screen
      title={t('frame.inbox')}
      actions={
        state.changes.length > 0 && (
          <Button onClick={list.apply} {...applyKeys}>
            {t('frame.changed', { count: state.changes.length })}
          </Button>
        )
      }
    >
      {state.status === 'loading' && <Skeleton rows={12} label={t('ui.loading')} />}
      {state.status === 'failed' && (
        <ErrorState
          title={t('frame.inbox')}
          {...failureFacts(state.error)}
          onRetry={() => void list.load()}
        />
      )}
      {state.status === 'ready' && state.ids.length === 0 && (
        <EmptyState title={t('frame.inbox.empty')} text={t('frame.inbox.empty.text')} />
      )}
      {state.ids.length > 0 && <Rows ids={state.ids} />}
      {state.hasMore && (
        <div className="p-4">
          <Button busy={state.isLoadingMore} onClick={() => void list.loadMore()}>
            {t('people.more')}
          </Button>
        </div>
      )}
    </Screen>
  )
}

function Rows({ ids }: { ids: readonly string[] }) {
  return (
    <table className="w-full table-fixed text-start" data-testid="list">
      <thead className="text-caption text-text-3">
        <tr className="border-b border-border">
          <Head text={t('frame.column.key')} width="w-24" />
          <Head text={t('frame.column.subject')} />
          <Head text={t('frame.column.requester')} width="w-48 max-tablet:hidden" />
          <Head text={t('frame.column.changed')} width="w-24" />
        </tr>
      </thead>
      <tbody>
        {ids.map((id) => (
          <Row key={id} id={id} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ id }: { id: string }) {
  const ticket = useEntity('ticket', id)
  if (ticket === undefined) return null
  return (
    <tr className="row-height border-b border-border hover:bg-hover" data-testid="row" data-ticket={id}>
      <td className="px-4 whitespace-nowrap text-text-2 tabular-nums">{ticket.key}</td>
      <td className="truncate px-4">
        <AppLink href={paths.ticket(ticket.key)} className="text-text">
          {ticket.subject}
        </AppLink>
      </td>
      <td className="truncate px-4 text-text-2 max-tablet:hidden">{ticket.requester.name}</td>
      <td className="px-4 whitespace-nowrap text-text-3">
        <Time at={ticket.updatedAt} />
      </td>
    </tr>
  )
}

function Head({ text, width = '' }: { text: string; width?: string }) {
  return (
    <th scope="col" className={`${width} h-8 px-4 text-start font-medium`}>
      {text}
    </th>
  )
}
