import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { PRIORITIES, type Ticket } from '../../../contracts/tickets.ts'
import { newestPeopleQuery, teamsQuery, useDesk } from '../../api/index.ts'
import { useAction, useKeysOf } from '../../app/keys/keyboard.ts'
import { paths } from '../../app/paths.ts'
import { useMe } from '../../app/who.tsx'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { SuggestField } from '../../ui/suggest-field.tsx'
import { TextArea, TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast.tsx'
import { priorityName } from '../tickets/marks/index.ts'
import { createDraftFiler, type FilingProblems } from './file-draft.ts'
import {
  EMPTY_DRAFT,
  forgetNewTicketDraft,
  isEmptyDraft,
  isSameDraft,
  keepNewTicketDraft,
  keptTries,
  type NewTicketDraft,
  readNewTicketDraft,
} from './new-ticket-draft.ts'
import { proposed, textOf } from './requester-text.ts'

/** Subject, requester, team, priority and text of a new ticket. */
export function NewTicketForm({ onClose }: { onClose: () => void }) {
  const { draft, change, discard } = useDraft()
  const { problems, isBusy, file } = useFiling(draft, onClose)
  const createKeys = useKeysOf('newTicket.create')
  const openKeys = useKeysOf('newTicket.createAndOpen')
  useAction('newTicket.create', () => file(false))
  useAction('newTicket.createAndOpen', () => file(true))
  return (
    <div className="flex flex-col gap-4 p-5">
      <p role="alert" className="rounded-control bg-danger-tint px-3 py-2 text-danger empty:hidden">
        {problems.failure}
      </p>
      <TextField
        label={t('newTicket.subject')}
        value={draft.subject}
        onChange={(event) => change({ subject: event.target.value })}
        maxLength={250}
        autoComplete="off"
        error={problems.fields.subject}
      />
      <RequesterField
        value={draft.requester}
        onChange={(requester) => change({ requester })}
        error={problems.fields.requester}
      />
      <div className="flex flex-wrap items-start gap-4">
        <TeamField value={draft.teamId} onChange={(teamId) => change({ teamId })} />
        <Choice
          label={t('properties.priority')}
          options={PRIORITIES.map((value) => ({ value, name: priorityName(value) }))}
          value={draft.priority}
          onChoose={(priority) => change({ priority })}
        />
      </div>
      <TextArea
        label={t('newTicket.body')}
        value={draft.body}
        onChange={(event) => change({ body: event.target.value })}
        error={problems.fields.body}
      />
      <div className="sticky bottom-0 -mx-5 -mb-5 flex flex-wrap items-center justify-end gap-2 border-t border-border bg-surface px-5 py-3">
        {!isEmptyDraft(draft) && (
          <Button kind="quiet" className="me-auto" onClick={discard}>
            {t('newTicket.discard')}
          </Button>
        )}
        <Button busy={isBusy} onClick={() => file(true)} {...keysOrNone(openKeys)}>
          {t('newTicket.createAndOpen')}
        </Button>
        <Button kind="primary" busy={isBusy} onClick={() => file(false)} {...keysOrNone(createKeys)}>
          {t('newTicket.create')}
        </Button>
      </div>
    </div>
  )
}

/** What is written, kept on the device with every key. */
function useDraft() {
  const me = useMe()
  const [draft, setDraft] = useState(() => readNewTicketDraft(me))
  const set = (next: NewTicketDraft) => {
    setDraft(next)
    keepNewTicketDraft(me, next)
  }
  return {
    draft,
    change: (part: Partial<NewTicketDraft>) => set({ ...draft, ...part }),
    discard: () => set(EMPTY_DRAFT),
  }
}

function useFiling(draft: NewTicketDraft, onClose: () => void) {
  const me = useMe()
  const desk = useDesk()
  const navigate = useNavigate()
  const [fileDraft] = useState(() => createDraftFiler(desk, keptTries(me)))
  const isOpen = useIsOpen()
  const [problems, setProblems] = useState<FilingProblems>({ fields: {} })
  const [isBusy, setBusy] = useState(false)
  const show = (ticket: Ticket) => void navigate({ href: paths.ticket(ticket.key) })
  const file = async (thenOpen: boolean) => {
    if (isBusy) return
    setBusy(true)
    setProblems({ fields: {} })
    const filing = await fileDraft(draft)
    setBusy(false)
    if (filing.how === 'not-filed') {
      // The box was closed meanwhile; the draft is in it when it is opened again.
      if (!isOpen.current) showToast({ text: filing.failure ?? t('ui.seeFields'), kind: 'alert' })
      return setProblems(filing)
    }
    const { ticket } = filing
    // Another one may be begun by now.
    if (isSameDraft(readNewTicketDraft(me), draft)) forgetNewTicketDraft(me)
    if (isOpen.current) onClose()
    if (thenOpen && isOpen.current) return show(ticket)
    showToast({
      text: t('newTicket.created', { key: ticket.key }),
      action: { text: t('newTicket.open'), onSelect: () => show(ticket) },
    })
  }
  return { problems, isBusy, file: (thenOpen: boolean) => void file(thenOpen) }
}

/** Whether this box is still there, for what comes later. */
function useIsOpen() {
  const isOpen = useRef(true)
  useEffect(() => {
    isOpen.current = true
    return () => {
      isOpen.current = false
    }
  }, [])
  return isOpen
}

const PROPOSALS_MAX = 8

function RequesterField(props: {
  value: string
  onChange: (text: string) => void
  error: string | undefined
}) {
  const { client } = useDesk()
  const { data } = useQuery(newestPeopleQuery(client))
  const people = proposed(data ?? [], props.value, PROPOSALS_MAX)
  return (
    <SuggestField
      {...props}
      label={t('properties.requester')}
      hint={t('newTicket.requester.hint')}
      suggestions={people.map(({ id, name, email }) => ({
        id,
        name,
        hint: email,
        text: textOf({ name, email }),
      }))}
    />
  )
}

function TeamField({ value, onChange }: { value: string; onChange: (teamId: string) => void }) {
  const me = useMe()
  const { client } = useDesk()
  const { data } = useQuery(teamsQuery(client))
  const teams = data ?? me.teams
  const known = teams.some(({ id }) => id === value) ? value : (teams[0]?.id ?? '')
  return (
    <SelectField
      className="min-w-40"
      label={t('properties.team')}
      options={teams.map(({ id, name }) => ({ value: id, name }))}
      value={known}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

function keysOrNone(keys: string | undefined) {
  return keys === undefined ? {} : { keys }
}
