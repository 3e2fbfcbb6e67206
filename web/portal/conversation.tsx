import { Paperclip } from 'lucide-react'
import { type ReactNode, useSyncExternalStore } from 'react'
import { ApiError } from '../../contracts/client.ts'
import type { Message } from '../../contracts/tickets.ts'
import { useThread } from '../api/index.ts'
import { failureFacts } from '../app/screens/failure-facts.ts'
import { useMe } from '../app/who.tsx'
import { t } from '../locales/t.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { ErrorState, Skeleton } from '../ui/states.tsx'
import { Time } from '../ui/time/time.tsx'
import type { Outbox, Outgoing } from './outbox.ts'
import { RichText } from './rich-text.tsx'

/** What was said in public, oldest first, with what is on its way. */
export function Conversation({
  ticketId,
  outbox,
  onTakeBack,
}: {
  ticketId: string
  outbox: Outbox
  /** The text of an answer that did not arrive, to be changed. */
  onTakeBack: (text: string) => void
}) {
  const { thread, state } = useThread(ticketId)
  const outgoing = useOutgoing(outbox, ticketId)
  if (state.status === 'loading') return <Skeleton rows={3} label={t('ui.loading')} />
  if (state.status === 'failed')
    return (
      <ErrorState
        title={t('portal.thread.failed')}
        {...failureFacts(state.error)}
        onRetry={() => void thread.load()}
      />
    )
  const [first, ...others] = state.messages.filter(({ visibility }) => visibility === 'PUBLIC')
  return (
    // What comes while somebody reads is read out.
    <section role="log" aria-label={t('portal.conversation')}>
      <ol className="flex flex-col gap-4">
        {first !== undefined && <Said message={first} />}
        {state.earlier > 0 && (
          <li>
            <Button busy={state.isLoadingEarlier} onClick={() => void thread.loadEarlier()}>
              {t('portal.earlier', { count: state.earlier })}
            </Button>
          </li>
        )}
        {others.map((message) => (
          <Said key={message.id} message={message} />
        ))}
        {outgoing.map((one) => (
          <OnItsWay key={one.id} outgoing={one} outbox={outbox} onTakeBack={onTakeBack} />
        ))}
      </ol>
    </section>
  )
}

/** The answers to one request that have not arrived. */
export function useOutgoing(outbox: Outbox, ticketId: string): readonly Outgoing[] {
  const all = useSyncExternalStore(outbox.subscribe, outbox.outgoing)
  return all.filter((one) => one.ticketId === ticketId)
}

function Said({ message }: { message: Message }) {
  const { person } = useMe()
  const isOwn = message.author.id === person.id
  const files = message.attachments.filter(({ inline }) => !inline)
  return (
    <Bubble isOwn={isOwn} hooks={{ 'data-message': message.id, 'data-seq': message.seq }}>
      <p className="flex flex-wrap items-baseline gap-x-2 text-message">
        <span className="font-medium">{isOwn ? t('portal.you') : message.author.name}</span>
        {message.auto && <span className="text-text-3">{t('portal.automatic')}</span>}
        <Time at={message.createdAt} className="text-text-3" />
      </p>
      <RichText html={message.bodyHtml} />
      {files.length > 0 && (
        <ul aria-label={t('portal.files')} className="mt-3 flex flex-wrap gap-2">
          {files.map((file) => (
            <li key={file.id}>
              <a href={file.url} download className="inline-flex min-h-6 items-center gap-1 text-message">
                <Paperclip size={16} aria-hidden="true" />
                {file.filename}
              </a>
            </li>
          ))}
        </ul>
      )}
    </Bubble>
  )
}

function OnItsWay({
  outgoing,
  outbox,
  onTakeBack,
}: {
  outgoing: Outgoing
  outbox: Outbox
  onTakeBack: (text: string) => void
}) {
  const { id, text, state, why } = outgoing
  return (
    <Bubble isOwn hooks={{ 'data-outgoing': id }}>
      <p className="flex flex-wrap items-baseline gap-x-2 text-message">
        <span className="font-medium">{t('portal.you')}</span>
        <span className={state === 'failed' ? 'text-danger' : 'text-text-3'}>
          {state === 'failed' ? t('portal.notSent') : t('portal.sending')}
        </span>
      </p>
      <p className="portal-text whitespace-pre-wrap">{text}</p>
      {state === 'failed' && (
        <div role="alert" className="mt-2 flex flex-col items-start gap-2">
          <p className="text-danger">{why instanceof ApiError ? why.detail : t('portal.notSent.noAnswer')}</p>
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => outbox.again(id)}>{t('portal.sendAgain')}</Button>
            <Button onClick={() => onTakeBack(outbox.take(id))}>{t('portal.change')}</Button>
          </div>
        </div>
      )}
    </Bubble>
  )
}

function Bubble({
  isOwn,
  hooks,
  children,
}: {
  isOwn: boolean
  hooks: Readonly<Record<string, string | number>>
  children: ReactNode
}) {
  return (
    <li
      {...hooks}
      className={classNames(
        'rounded-card border border-border px-4 py-3',
        isOwn ? 'ms-6 bg-selected tablet:ms-16' : 'me-6 bg-surface tablet:me-16',
      )}
    >
      {children}
    </li>
  )
}
