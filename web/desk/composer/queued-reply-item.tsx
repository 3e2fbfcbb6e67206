import { Clock, TriangleAlert } from 'lucide-react'
import type { QueuedReply } from '../../../contracts/tickets.ts'
import { useDesk } from '../../api/index.ts'
import { useKeysOf } from '../../app/keys/keyboard.ts'
import { useMe } from '../../app/who.tsx'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { exactTime } from '../../ui/time/time.tsx'
import { useDrafts } from '../drafts/index.ts'
import { statusName } from '../tickets/marks/index.ts'
import { BlockedActions } from './blocked-actions.tsx'
import { SafeHtml } from './safe-html.tsx'
import { useSecondsLeft } from './seconds-left.ts'
import { sendNow, takeBack } from './taking-back.ts'

/** A reply that waits or was blocked, in the place where it will stand. */
export function QueuedReplyItem({ reply }: { reply: QueuedReply }) {
  const { person } = useMe()
  const isOwn = reply.author.id === person.id
  const isBlocked = reply.state === 'BLOCKED'
  return (
    <article
      data-queued={reply.id}
      data-testid="queued-reply"
      className={classNames(
        'flex flex-col gap-2 rounded-card border border-dashed px-3 py-2',
        isBlocked ? 'border-danger' : 'border-border-strong bg-surface',
      )}
    >
      <header className="flex flex-wrap items-center gap-2 text-meta text-text-2">
        {isBlocked ? (
          <TriangleAlert size={14} aria-hidden="true" className="text-danger" />
        ) : (
          <Clock size={14} aria-hidden="true" />
        )}
        <span className="font-medium">{t('composer.queue.by', { name: reply.author.name })}</span>
        {isBlocked ? <Blocked reason={reply.reason} /> : <Countdown reply={reply} />}
        {reply.status !== null && (
          <span>{t('composer.queue.with', { status: statusName(reply.status) })}</span>
        )}
        <span className="ms-auto flex flex-wrap justify-end gap-2">
          {isBlocked ? (
            isOwn && <BlockedActions reply={reply} />
          ) : (
            <HeldActions reply={reply} isOwn={isOwn} />
          )}
        </span>
      </header>
      <SafeHtml html={reply.bodyHtml} className="text-message" />
    </article>
  )
}

/** Not read out at each second: what changed is said by its appearing. */
function Countdown({ reply }: { reply: QueuedReply }) {
  const { clock } = useDesk()
  const seconds = useSecondsLeft(reply.sendAt, clock)
  const text =
    seconds === 0
      ? t('composer.queue.now')
      : reply.scheduled
        ? t('composer.queue.at', { time: exactTime(reply.sendAt) })
        : t('composer.queue.in', { seconds })
  return (
    <span aria-live="off" className="min-w-26 tabular-nums">
      {text}
    </span>
  )
}

function Blocked({ reason }: { reason: string | null }) {
  const known = REASONS.find((one) => one === reason) ?? 'status'
  return (
    <span className="text-danger">
      {t('composer.blocked')}: {t(`composer.blocked.${known}`)}
    </span>
  )
}

const REASONS = ['author-inactive', 'key-revoked', 'no-access', 'closed', 'newer-messages'] as const

function HeldActions({ reply, isOwn }: { reply: QueuedReply; isOwn: boolean }) {
  const desk = useDesk()
  const drafts = useDrafts()
  const { person, teams } = useMe()
  const keys = useKeysOf('undo')
  const teamId = desk.store.get('ticket', reply.ticketId)?.teamId
  const inTeam = teams.find(({ id }) => id === teamId)?.role
  const isLead = person.role === 'OWNER' || inTeam === 'LEAD' || inTeam === 'TEAM_ADMIN'
  if (!isOwn && !isLead) return null
  return (
    <>
      {isOwn && (
        <Button kind="quiet" onClick={() => void sendNow({ desk, drafts }, reply)}>
          {t('composer.queue.sendNow')}
        </Button>
      )}
      <Button onClick={() => void takeBack({ desk, drafts }, reply)}>
        {isOwn && !reply.scheduled ? t('composer.queue.undo') : t('composer.queue.takeBack')}
        {isOwn && !reply.scheduled && keys !== undefined && (
          <span className="pointer-coarse:hidden">
            <Kbd keys={keys} />
          </span>
        )}
      </Button>
    </>
  )
}
