import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import type { LocalMailRead } from '../../../contracts/local-inbox.ts'
import { AppLink } from '../../app/app-link.tsx'
import { paths } from '../../app/paths.ts'
import { failureFacts } from '../../app/screens/failure-facts.ts'
import { t } from '../../locales/t.ts'
import { IconButton } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { exactTime } from '../../ui/time/time.tsx'
import { AnswerAsRequester } from './answer-as-requester.tsx'
import { useLocalMail } from './local-mail-queries.ts'

/** One mail as its recipient would see it, and a way to answer it as they would. */
export function LocalMailView({ id, onBack }: { id: string; onBack: () => void }) {
  const mail = useLocalMail(id)
  return (
    <article className="flex flex-col gap-4 p-4 tablet:p-6" data-testid="mail" data-mail={id}>
      <IconButton
        label={t('localInbox.back')}
        icon={<ArrowLeft size={16} aria-hidden="true" className="rtl:-scale-x-100" />}
        onClick={onBack}
        className="-ms-3 self-start min-[60rem]:hidden"
      />
      {mail.isPending && <Skeleton rows={6} label={t('ui.loading')} />}
      {mail.isError && (
        <ErrorState
          title={t('localInbox.mailFailed')}
          {...failureFacts(mail.error)}
          onRetry={() => void mail.refetch()}
        />
      )}
      {mail.data !== undefined && <Mail mail={mail.data} />}
    </article>
  )
}

function Mail({ mail }: { mail: LocalMailRead }) {
  return (
    <>
      <h2 className="text-section font-semibold wrap-anywhere">{mail.subject}</h2>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <Fact name={t('localInbox.from')} value={mail.from} />
        <Fact name={t('localInbox.recipient')} value={mail.to} />
        <Fact name={t('localInbox.at')} value={exactTime(mail.at)} />
      </dl>
      <p className="flex flex-wrap gap-4">
        <AppLink href={paths.ticket(mail.ticketId)}>{t('localInbox.ticket')}</AppLink>
        <a href={`/api/v1/local-inbox/${mail.id}/raw`}>{t('localInbox.raw')}</a>
      </p>
      <Parts mail={mail} />
      <AnswerAsRequester mail={mail} />
    </>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt className="text-text-3">{name}</dt>
      <dd className="wrap-anywhere">{value}</dd>
    </>
  )
}

const PARTS = ['text', 'html', 'headers'] as const

function Parts({ mail }: { mail: LocalMailRead }) {
  const [part, setPart] = useState<(typeof PARTS)[number]>('text')
  const headers = mail.headers.map(({ name, value }) => `${name}: ${value}`).join('\n')
  return (
    <>
      <Choice
        label={t('localInbox.show')}
        options={PARTS.map((value) => ({ value, name: t(`localInbox.show.${value}`) }))}
        value={part}
        onChoose={setPart}
      />
      {part === 'text' && <Written label={t('localInbox.show.text')} text={mail.text} />}
      {part === 'headers' && <Written label={t('localInbox.show.headers')} text={headers} />}
      {part === 'html' && <HtmlPart mail={mail} />}
    </>
  )
}

function Written({ label, text }: { label: string; text: string }) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
      tabIndex={0}
      aria-label={label}
      className="max-h-100 overflow-auto rounded-card border border-border bg-surface p-4"
    >
      <pre className="font-mono text-meta wrap-anywhere whitespace-pre-wrap">{text}</pre>
    </section>
  )
}

/** In a frame without scripts, forms or an origin; the desk serves its page, with a policy of its own. */
function HtmlPart({ mail }: { mail: LocalMailRead }) {
  if (mail.html === '') return <p className="text-text-3">{t('localInbox.noHtml')}</p>
  return (
    <iframe
      title={t('localInbox.show.html')}
      sandbox=""
      src={`/api/v1/local-inbox/${mail.id}/frame`}
      className="h-100 w-full rounded-card border border-border"
    />
  )
}
