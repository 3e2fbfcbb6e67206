import { Lock, Reply, X } from 'lucide-react'
import { type FocusEvent, useEffect } from 'react'
import type { Ticket } from '../../../contracts/tickets.ts'
import { useEntity } from '../../api/index.ts'
import { useAction, useKeysOf } from '../../app/keys/keyboard.ts'
import { t } from '../../locales/t.ts'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { useDraft } from '../drafts/index.ts'
import './composer.css'
import { ComposerFoot } from './composer-foot.tsx'
import { composerSeat, useSeat } from './composer-seat.ts'
import { GuardStrip } from './guard-strip.tsx'
import { ModeTabs } from './mode-tabs.tsx'
import { OtherVersion } from './other-version.tsx'
import { ProblemStrip } from './problem-strip.tsx'
import { useComposer } from './use-composer.ts'
import { useIsPhone } from './use-is-phone.ts'
import { useSeen } from './use-seen.ts'
import { WriteField } from './write-field.tsx'

/** What the writer is doing, for those who have the ticket open too. */
export type WritingMode = 'VIEWING' | 'REPLYING' | 'NOTING'

/**
 * Where an agent writes to the requester or to the team; stands at the foot of the ticket. `when` false takes its keys
 * away. `onMode` is told when somebody begins and stops to write. Rule: docs/behaviour/composer.md.
 */
export function Composer({
  ticketId,
  when = true,
  onMode,
}: {
  ticketId: string
  when?: boolean
  onMode?: (mode: WritingMode) => void
}) {
  const ticket = useEntity('ticket', ticketId)
  const { seat, state } = useSeat(ticketId)
  useSeen(ticketId)
  // What is being sent still stands in the field.
  const isFree = state.sending === undefined
  useAction('detail.reply', () => seat.open('reply'), when && isFree)
  useAction('detail.note', () => seat.open('note'), when && isFree)
  useEffect(() => {
    composerSeat(ticketId).change({ isShown: true })
    return () => composerSeat(ticketId).change({ isShown: false, isOpen: false })
  }, [ticketId])
  const isPhone = useIsPhone()
  if (ticket === undefined) return null
  const isFull = isPhone && state.isOpen
  return (
    <section
      aria-label={t('composer.label')}
      data-testid="composer"
      data-scope="composer"
      data-mode={state.mode}
      onBlur={(event) => leaveField(event, ticketId)}
      className={classNames(
        'z-(--layer-sticky) flex flex-col border-t border-border bg-surface px-4 py-2',
        isFull ? 'fixed inset-x-0 top-0 z-(--layer-drawer) h-dvh' : 'relative',
      )}
    >
      <div className={classNames('mx-auto flex w-full max-w-190 flex-col gap-2', isFull && 'min-h-0 flex-1')}>
        <GuardStrip ticketId={ticketId} />
        <ProblemStrip ticketId={ticketId} />
        <WritePart
          key={`${ticketId}:${state.mode}`}
          ticket={ticket}
          isFull={isFull}
          when={when}
          onMode={onMode}
        />
      </div>
    </section>
  )
}

function WritePart({
  ticket,
  isFull,
  when,
  onMode,
}: {
  ticket: Ticket
  isFull: boolean
  when: boolean
  onMode: ((mode: WritingMode) => void) | undefined
}) {
  const { id } = ticket
  const { seat, state } = useSeat(id)
  const { mode, isOpen } = state
  const { keeper, draft } = useDraft(id, mode)
  const { leave, moveText } = useComposer(id)
  const isPhone = useIsPhone()
  const isEmpty = draft.text.content.trim() === ''
  const isSending = state.sending !== undefined
  // What is being sent stands in the conversation; if it fails the field is there again with it.
  const isField = !isSending && (isOpen || (!isEmpty && !isPhone))
  useAction('composer.switchMode', () => seat.open(mode === 'reply' ? 'note' : 'reply'), when)
  useAction('composer.leave', leave, isOpen)
  useWritingMode(isOpen && !isEmpty ? (mode === 'note' ? 'NOTING' : 'REPLYING') : 'VIEWING', onMode)
  const name = ticket.requester.name
  return (
    <>
      <div className="flex items-center gap-2">
        <ModeTabs mode={mode} name={name} onChoose={seat.open} />
        {isFull && <IconButton label={t('composer.close')} icon={<X size={16} />} onClick={leave} />}
      </div>
      <OtherVersion keeper={keeper} other={draft.other} />
      <div
        id="composer-panel"
        role="tabpanel"
        aria-label={mode === 'note' ? t('composer.note') : t('composer.reply', { name })}
        data-testid={mode}
        className={classNames(
          'flex min-h-0 flex-col rounded-card border has-[:is(.written,textarea):focus-visible]:outline-2 has-[:is(.written,textarea):focus-visible]:outline-offset-2 has-[:is(.written,textarea):focus-visible]:outline-focus',
          isFull && 'flex-1',
          mode === 'note'
            ? 'border-dashed border-note-border bg-note text-note-text'
            : 'border-border-strong bg-surface',
        )}
      >
        {mode === 'note' && (
          <p className="flex items-center gap-1.5 px-3 pt-2 text-meta font-medium">
            <Lock size={14} aria-hidden="true" />
            {t('composer.noteHint')}
          </p>
        )}
        {isField ? (
          <WriteField
            html={draft.text.content}
            label={mode === 'note' ? t('composer.field.note') : t('composer.field.reply', { name })}
            focusAsked={state.focusAsked}
            takesFocus={isOpen}
            onWrite={(content) => keeper.write({ format: 'html', content })}
            onFocus={() => !isOpen && seat.change({ isOpen: true })}
          />
        ) : (
          <ClosedField mode={mode} name={name} onOpen={() => seat.open(mode)} />
        )}
      </div>
      {(isField || isSending) && <ComposerFoot ticket={ticket} draft={draft} moveText={moveText} />}
    </>
  )
}

/** The field while nobody writes: one line, to leave the room to what is read. */
function ClosedField({ mode, name, onOpen }: { mode: 'reply' | 'note'; name: string; onOpen: () => void }) {
  const keys = useKeysOf(mode === 'reply' ? 'detail.reply' : 'detail.note')
  const Icon = mode === 'reply' ? Reply : Lock
  return (
    <button
      type="button"
      onClick={onOpen}
      className="control-height flex items-center gap-2 px-3 text-start text-text-3"
    >
      <Icon size={16} aria-hidden="true" className="shrink-0" />
      <span className="min-w-0 flex-1 truncate">
        {mode === 'reply' ? t('composer.field.reply', { name }) : t('composer.field.note')}
      </span>
      {keys !== undefined && (
        <span className="pointer-coarse:hidden">
          <Kbd keys={keys} />
        </span>
      )}
    </button>
  )
}

function useWritingMode(writing: WritingMode, onMode: ((mode: WritingMode) => void) | undefined): void {
  useEffect(() => onMode?.(writing), [writing, onMode])
}

/** Focus went elsewhere: nobody writes any more, and a field with nothing in it makes room. */
function leaveField({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>, ticketId: string): void {
  if (!(relatedTarget instanceof Element) || currentTarget.contains(relatedTarget)) return
  if (relatedTarget.closest('[role="menu"], [role="dialog"]') !== null) return
  composerSeat(ticketId).change({ isOpen: false })
}
