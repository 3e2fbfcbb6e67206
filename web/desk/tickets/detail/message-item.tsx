import { Lock, ShieldAlert } from 'lucide-react'
import { memo } from 'react'
import { CHANNELS, type Message } from '../../../../contracts/tickets.ts'
import { t } from '../../../locales/t.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Time } from '../../../ui/time/time.tsx'
import { tip } from '../../../ui/tip.ts'
import { AttachmentList } from './attachment-list.tsx'
import { MessageBody } from './message-body.tsx'

/** One message. A note is told from a public one by its ground, its dashed border, a lock, and words. */
export const MessageItem = memo(function MessageItem({
  message,
  isUnfolded,
}: {
  message: Message
  isUnfolded: boolean
}) {
  const { id, seq, author, visibility, createdAt } = message
  const isNote = visibility === 'INTERNAL'
  return (
    <article
      data-message={id}
      data-seq={seq}
      data-visibility={visibility}
      data-focus="message"
      tabIndex={-1}
      aria-labelledby={`author-${id}`}
      className={classNames(
        'scroll-my-3 rounded-card border px-4 py-3',
        isNote ? 'border-dashed border-note-border bg-note text-note-text' : 'border-border bg-surface',
      )}
    >
      <header className="mb-2 flex min-h-6 flex-wrap items-center gap-x-2 gap-y-1 text-meta">
        <Avatar name={author.name} id={author.id} />
        <h3 id={`author-${id}`} className="max-w-[calc(100%-2rem)] truncate font-medium">
          {isNote && <span className="sr-only">{t('detail.note')} </span>}
          {author.name}
        </h3>
        {isNote ? <NoteMark /> : <ChannelName channel={message.channel} />}
        {message.auto && <Mark text={t('detail.auto')} />}
        {message.unverified && (
          <span
            className="inline-flex items-center gap-1 rounded-chip bg-warn-tint px-1.5 text-warn"
            {...tip(t('detail.unverifiedText'))}
          >
            <ShieldAlert size={14} aria-hidden="true" />
            {t('detail.unverified')}
          </span>
        )}
        <Time at={createdAt} className={isNote ? '' : 'text-text-3'} />
      </header>
      <MessageBody message={message} isUnfolded={isUnfolded} />
      <AttachmentList message={message} />
    </article>
  )
})

function NoteMark() {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1.5 font-medium">
      <Lock size={14} aria-hidden="true" />
      <span aria-hidden="true">{t('detail.note')}</span>
      <span className="font-normal">{t('detail.noteText')}</span>
    </span>
  )
}

function ChannelName({ channel }: { channel: string }) {
  const known = CHANNELS.find((one) => one === channel)
  return <span className="text-text-3">{known === undefined ? channel : t(`detail.channel.${known}`)}</span>
}

function Mark({ text }: { text: string }) {
  return <span className="rounded-chip bg-neutral-tint px-1.5 text-neutral">{text}</span>
}
