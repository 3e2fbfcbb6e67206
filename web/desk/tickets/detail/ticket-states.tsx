import { ApiError } from '../../../../contracts/client.ts'
import { useConnection } from '../../../api/index.ts'
import { AppLink } from '../../../app/app-link.tsx'
import { paths } from '../../../app/paths.ts'
import { failureFacts } from '../../../app/screens/failure-facts.ts'
import { useTitle } from '../../../app/shell/screen.tsx'
import { t } from '../../../locales/t.ts'
import { EmptyState, ErrorState } from '../../../ui/states.tsx'
import { MessageSkeleton } from './message-skeleton.tsx'

/** A ticket that is asked for and not there yet. */
export function TicketLoading({ name }: { name: string }) {
  const title = t('detail.ticket', { key: name })
  useTitle(title)
  return (
    <>
      <h1 className="sr-only">{title}</h1>
      <div className="late flex min-h-11 items-center gap-3 border-b border-border px-4" aria-hidden="true">
        <span className="breathe h-4 w-16 rounded-chip bg-neutral-tint" />
        <span className="breathe h-4 w-80 max-w-1/2 rounded-chip bg-neutral-tint" />
      </div>
      <MessageSkeleton />
    </>
  )
}

/** Why a ticket cannot be shown, and what can be done about it. `name` is what was asked for. */
export function TicketFailed({
  name,
  error,
  onRetry,
}: {
  name: string
  error: unknown
  onRetry: () => void
}) {
  const connection = useConnection()
  const status = error instanceof ApiError ? error.status : undefined
  if (status === 404) return <TicketGone name={name} />
  if (status === 403)
    return (
      <EmptyState title={t('detail.forbidden')} text={t('detail.forbidden.text')} action={<ToTickets />} />
    )
  const isOffline = connection.kind === 'offline'
  return (
    <ErrorState
      title={t('detail.failed')}
      {...(isOffline ? { cause: t('detail.offline') } : failureFacts(error))}
      onRetry={onRetry}
    />
  )
}

/** A ticket that is not there, or not for this person any more: the two are not told apart. */
export function TicketGone({ name = '' }: { name?: string }) {
  return (
    <EmptyState
      title={t('detail.notFound', { key: name })}
      text={t('detail.notFound.text')}
      action={<ToTickets />}
    />
  )
}

function ToTickets() {
  return <AppLink href={paths.tickets()}>{t('detail.notFound.back')}</AppLink>
}
