import { ArrowLeft } from 'lucide-react'
import { useEffect, useState } from 'react'
import { ApiError } from '../../contracts/client.ts'
import type { Ticket } from '../../contracts/tickets.ts'
import { useDesk, useOpenTicket } from '../api/index.ts'
import { paths } from '../app/paths.ts'
import { failureFacts } from '../app/screens/failure-facts.ts'
import { useTitle } from '../app/shell/screen.tsx'
import { useMe } from '../app/who.tsx'
import { t } from '../locales/t.ts'
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx'
import { Time } from '../ui/time/time.tsx'
import { PortalLink } from './address.tsx'
import { AnswerBox, useAnswer } from './answer-box.tsx'
import { Conversation } from './conversation.tsx'
import { knownRequest } from './known-requests.ts'
import type { Outbox } from './outbox.ts'
import { StatusLine } from './status-line.tsx'
import { statusWord } from './status-words.ts'

/** One request: how it stands, what was said, and a way to answer, to call it solved or to reopen it. */
export function RequestScreen({ requestKey, outbox }: { requestKey: string; outbox: Outbox }) {
  const { opened, again } = useOpened(requestKey)
  return (
    <div className="flex flex-col gap-4">
      <PortalLink
        href={paths.portal()}
        className="inline-flex min-h-6 items-center gap-1 self-start pointer-coarse:min-h-11"
      >
        <ArrowLeft size={18} aria-hidden="true" className="rtl:-scale-x-100" />
        {t('portal.back')}
      </PortalLink>
      {opened.is === 'loading' && (
        <>
          <h1 className="sr-only">{requestKey}</h1>
          <Skeleton rows={4} label={t('ui.loading')} />
        </>
      )}
      {opened.is === 'failed' && <Failed error={opened.error} onRetry={again} />}
      {opened.is === 'there' && <Request id={opened.id} outbox={outbox} />}
    </div>
  )
}

type Opened = { is: 'loading' } | { is: 'there'; id: string } | { is: 'failed'; error: unknown }

function useOpened(requestKey: string): { opened: Opened; again: () => void } {
  const desk = useDesk()
  const known = knownRequest(requestKey)
  const [opened, setOpened] = useState<Opened>(
    known !== undefined && desk.store.get('ticket', known) !== undefined
      ? { is: 'there', id: known }
      : { is: 'loading' },
  )
  const [tries, setTries] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try is another run.
  useEffect(() => {
    let isWanted = true
    desk.openTicket(known ?? requestKey).then(
      (id) => isWanted && setOpened({ is: 'there', id }),
      (error) => isWanted && setOpened({ is: 'failed', error }),
    )
    return () => {
      isWanted = false
    }
  }, [desk, known, requestKey, tries])
  const again = () => {
    setOpened({ is: 'loading' })
    setTries(tries + 1)
  }
  return { opened, again }
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const isGone = error instanceof ApiError && error.status === 404
  const title = isGone ? t('portal.notFound') : t('portal.requestFailed')
  useTitle(title)
  return (
    <>
      <h1 className="sr-only">{title}</h1>
      {isGone ? (
        <EmptyState title={title} text={t('portal.notFound.text')} />
      ) : (
        <ErrorState title={title} {...failureFacts(error)} onRetry={onRetry} />
      )}
    </>
  )
}

function Request({ id, outbox }: { id: string; outbox: Outbox }) {
  const { person } = useMe()
  const ticket = useOpenTicket(id)
  const answer = useAnswer(id, outbox)
  const takeBack = (text: string) =>
    answer.write([text, answer.text].filter((one) => one !== '').join('\n\n'))
  if (ticket === undefined)
    return <EmptyState title={t('portal.notFound')} text={t('portal.notFound.text')} />
  if (person.role !== 'EMPLOYEE' && ticket.requester.id !== person.id) return <ForStaff ticket={ticket} />
  return (
    <article data-testid="detail" data-ticket={id} className="flex flex-col gap-6">
      <Head ticket={ticket} />
      <Conversation ticketId={id} outbox={outbox} onTakeBack={takeBack} />
      <AnswerBox ticket={ticket} answer={answer} />
    </article>
  )
}

function Head({ ticket }: { ticket: Ticket }) {
  useTitle(`${ticket.key} ${ticket.subject}`)
  const word = statusWord(ticket.status)
  return (
    <header className="flex flex-col gap-3">
      <h1 className="text-page font-semibold wrap-anywhere">{ticket.subject}</h1>
      <p className="flex flex-wrap gap-x-4 text-message text-text-2">
        <span className="tabular-nums">{ticket.key}</span>
        <span>
          {t('portal.asked')} <Time at={ticket.createdAt} />
        </span>
        <span>
          {t('portal.changed')} <Time at={ticket.updatedAt} />
        </span>
      </p>
      <div
        role="status"
        aria-label={t('portal.status')}
        className="rounded-card border border-border bg-surface px-4 py-3"
      >
        <StatusLine status={ticket.status} />
        <p className="text-text-2">{t(`portal.about.${word}`)}</p>
      </div>
      {ticket.followUpOf !== null && (
        <p className="text-text-2">
          {t('portal.followUp')}{' '}
          <PortalLink href={paths.portalRequest(ticket.followUpOf)}>{t('portal.followUp.link')}</PortalLink>
        </p>
      )}
    </header>
  )
}

/** What the desk writes to itself is not for this page; who works on the ticket reads it there. */
function ForStaff({ ticket }: { ticket: Ticket }) {
  useTitle(t('portal.forStaff'))
  return (
    <>
      <h1 className="sr-only">{t('portal.forStaff')}</h1>
      <EmptyState
        title={t('portal.forStaff')}
        text={t('portal.forStaff.text')}
        action={<a href={paths.ticket(ticket.key)}>{t('portal.forStaff.open', { key: ticket.key })}</a>}
      />
    </>
  )
}
