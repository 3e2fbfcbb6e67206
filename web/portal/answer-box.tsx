import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Ticket } from '../../contracts/tickets.ts'
import { transition, useDesk, useIsPending } from '../api/index.ts'
import { useMe } from '../app/who.tsx'
import { t } from '../locales/t.ts'
import { Button } from '../ui/button.tsx'
import { TextArea } from '../ui/text-field.tsx'
import { keptText } from './kept-text.ts'
import type { Outbox } from './outbox.ts'

/** Where a requester answers, calls the request solved, or reopens it. */
export function AnswerBox({ ticket, answer: { text, write, send } }: { ticket: Ticket; answer: Answer }) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send()
  }
  const sendByKeys = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey) || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <form onSubmit={submit} data-testid="composer" className="flex flex-col gap-3">
      <TextArea
        label={t('portal.answer')}
        hint={text === '' ? undefined : t('portal.answer.kept')}
        value={text}
        onChange={(event) => write(event.target.value)}
        onKeyDown={sendByKeys}
        maxLength={BODY_MAX}
        data-testid="reply"
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button
          type="submit"
          kind="primary"
          disabledBecause={text.trim() === '' ? t('portal.answer.empty') : undefined}
        >
          {t('portal.send')}
        </Button>
        <StatusButton ticket={ticket} />
      </div>
    </form>
  )
}

const BODY_MAX = 200_000

/** What somebody writes and has not sent. */
export type Answer = { text: string; write: (text: string) => void; send: () => void }

/** What is written is kept on the device until it is sent; from then on the outbox keeps it. */
export function useAnswer(ticketId: string, outbox: Outbox): Answer {
  const me = useMe()
  const owner = `${me.tenant.id}:${me.person.id}`
  const [text, setText] = useState(() => keptText(owner, ticketId).read())
  const kept = useRef(text)
  useEffect(() => {
    // What another tab wrote meanwhile stays until something is written here.
    if (kept.current === text) return
    kept.current = text
    keptText(owner, ticketId).keep(text)
  }, [owner, ticketId, text])
  return {
    text,
    write: setText,
    send() {
      if (text.trim() === '') return
      outbox.send(ticketId, text.trim())
      setText('')
    },
  }
}

/** Only who asked decides whether it is solved; what is closed stays so. */
function StatusButton({ ticket }: { ticket: Ticket }) {
  const desk = useDesk()
  const { person } = useMe()
  const isPending = useIsPending('ticket', ticket.id)
  const [failure, setFailure] = useState<string | undefined>()
  const move = async (status: 'RESOLVED' | 'REOPENED') => {
    setFailure(undefined)
    const outcome = await transition(desk, ticket.id, status).outcome
    if (outcome.how === 'conflict') setFailure(t('portal.conflict'))
    if (outcome.how === 'refused') setFailure(t('portal.statusFailed', { detail: outcome.error.detail }))
    if (outcome.how === 'failed') setFailure(t('portal.statusFailed', { detail: String(outcome.error) }))
  }
  if (ticket.requester.id !== person.id || ticket.status === 'CLOSED') return null
  return (
    <>
      {ticket.status === 'RESOLVED' ? (
        <Button busy={isPending} onClick={() => void move('REOPENED')}>
          {t('portal.reopen')}
        </Button>
      ) : (
        <Button busy={isPending} onClick={() => void move('RESOLVED')}>
          {t('portal.solved')}
        </Button>
      )}
      <p role="alert" className="text-danger empty:hidden">
        {failure}
      </p>
    </>
  )
}
