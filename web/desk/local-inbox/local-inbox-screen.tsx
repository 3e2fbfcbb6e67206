import { useNavigate, useSearch } from '@tanstack/react-router'
import type { LocalMail } from '../../../contracts/local-inbox.ts'
import { AppLink } from '../../app/app-link.tsx'
import { paths } from '../../app/paths.ts'
import { failureFacts } from '../../app/screens/failure-facts.ts'
import { ForRole } from '../../app/screens/went-wrong.tsx'
import { Screen } from '../../app/shell/screen.tsx'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { Time } from '../../ui/time/time.tsx'
import { useLocalMails } from './local-mail-queries.ts'
import { LocalMailView } from './local-mail-view.tsx'

/** Mail that would have left, were a mail server set: for trying the desk without one. Live. */
export function LocalInboxScreen() {
  return (
    <ForRole least="OWNER">
      <LocalInbox />
    </ForRole>
  )
}

function LocalInbox() {
  const { mail } = useSearch({ strict: false }) as { mail?: string }
  const navigate = useNavigate()
  const hasMail = useLocalMails().data?.pages.some(({ items }) => items.length > 0) === true
  return (
    <Screen title={t('localInbox.title')}>
      <div className="flex h-full min-h-0">
        <div
          className={classNames(
            'w-full overflow-auto border-border min-[60rem]:w-90 min-[60rem]:shrink-0 min-[60rem]:border-e',
            mail !== undefined && 'max-[60rem]:hidden',
          )}
        >
          <p className="border-b border-border px-4 py-3 text-text-2">{t('localInbox.text')}</p>
          <Mails chosen={mail} />
        </div>
        <div
          className={classNames('min-w-0 flex-1 overflow-auto', mail === undefined && 'max-[60rem]:hidden')}
        >
          {mail === undefined ? (
            hasMail && <p className="px-6 py-3 text-text-3">{t('localInbox.choose')}</p>
          ) : (
            <LocalMailView key={mail} id={mail} onBack={() => void navigate({ href: paths.localInbox() })} />
          )}
        </div>
      </div>
    </Screen>
  )
}

function Mails({ chosen }: { chosen: string | undefined }) {
  const mails = useLocalMails()
  if (mails.isPending) return <Skeleton rows={8} label={t('ui.loading')} />
  if (mails.isError)
    return (
      <ErrorState
        title={t('localInbox.failed')}
        {...failureFacts(mails.error)}
        onRetry={() => void mails.refetch()}
      />
    )
  const items = mails.data.pages.flatMap((page) => page.items)
  if (items.length === 0)
    return <EmptyState title={t('localInbox.empty')} text={t('localInbox.empty.text')} />
  return (
    <>
      <ul aria-label={t('localInbox.list')} data-testid="list">
        {items.map((mail) => (
          <MailRow key={mail.id} mail={mail} isChosen={mail.id === chosen} />
        ))}
      </ul>
      {mails.hasNextPage && (
        <div className="p-4">
          <Button busy={mails.isFetchingNextPage} onClick={() => void mails.fetchNextPage()}>
            {t('localInbox.older')}
          </Button>
        </div>
      )}
    </>
  )
}

function MailRow({ mail, isChosen }: { mail: LocalMail; isChosen: boolean }) {
  return (
    <li data-testid="row" data-mail={mail.id}>
      <AppLink
        href={paths.localInbox({ mail: mail.id })}
        aria-current={isChosen ? 'true' : undefined}
        className={classNames(
          'flex flex-col gap-0.5 border-b border-border px-4 py-2 text-text hover:no-underline',
          isChosen ? 'bg-selected' : 'hover:bg-hover',
        )}
      >
        <span className="truncate font-medium">{mail.subject}</span>
        <span className="flex gap-2 text-meta text-text-2">
          <span className="min-w-0 flex-1 truncate">{t('localInbox.to', { to: mail.to })}</span>
          <Time at={mail.at} className="text-text-3" />
        </span>
      </AppLink>
    </li>
  )
}
