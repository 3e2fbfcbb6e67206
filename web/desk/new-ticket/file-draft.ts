import type { ApiError } from '../../../contracts/client.ts'
import type { Ticket } from '../../../contracts/tickets.ts'
import { type Desk, fileTicket, type NewTicket, type Outcome } from '../../api/index.ts'
import { fieldProblem } from '../../app/screens/field-problem.ts'
import { t } from '../../locales/t.ts'
import type { FilingTries, NewTicketDraft } from './new-ticket-draft.ts'
import { readRequester } from './requester-text.ts'

/** What is wrong with the fields of a draft, and what went wrong as a whole. */
export type FilingProblems = {
  failure?: string
  fields: Readonly<Partial<Record<'subject' | 'requester' | 'body', string>>>
}

export type Filing = { how: 'filed'; ticket: Ticket } | ({ how: 'not-filed' } & FilingProblems)

/** Files drafts. */
export type DraftFiler = (draft: NewTicketDraft) => Promise<Filing>

/**
 * Files a draft as a ticket. Until it is filed the same draft goes under the same id, so that a ticket that was filed the
 * first time is not filed twice. Rule: docs/behaviour/new-ticket.md.
 */
export function createDraftFiler(
  desk: Pick<Desk, 'mutations' | 'store' | 'knownThread'>,
  tries: FilingTries,
): DraftFiler {
  return async (draft) => {
    const missing = missingFields(draft)
    if (missing !== undefined) return { how: 'not-filed', ...missing }
    const input = inputOf(draft)
    const written = JSON.stringify(input)
    const earlier = tries.read()
    const { id, outcome } = fileTicket(desk, input, earlier?.written === written ? earlier.id : undefined)
    tries.keep({ id, written })
    const how = await outcome
    if (how.how === 'done' && tries.read()?.id === id) tries.keep(undefined)
    if (how.how === 'done' && how.answer !== undefined) return { how: 'filed', ticket: how.answer }
    return { how: 'not-filed', ...problemsOf(how) }
  }
}

function missingFields({ subject, requester, body }: NewTicketDraft): FilingProblems | undefined {
  const fields = {
    ...(subject.trim() === '' ? { subject: t('ui.missing') } : {}),
    ...(readRequester(requester) === undefined ? { requester: t('newTicket.requester.invalid') } : {}),
    ...(body.trim() === '' ? { body: t('ui.missing') } : {}),
  }
  return Object.keys(fields).length === 0 ? undefined : { fields }
}

function inputOf({ subject, requester, teamId, priority, body }: NewTicketDraft): NewTicket {
  const asks = readRequester(requester)
  return {
    subject: subject.trim(),
    body,
    priority,
    ...(teamId === '' ? {} : { teamId }),
    ...(asks === null || asks === undefined ? {} : { requester: asks }),
  }
}

function problemsOf(how: Outcome<unknown>): FilingProblems {
  if (how.how === 'offline') return { failure: t('newTicket.offline'), fields: {} }
  if (how.how !== 'refused') return { failure: t('newTicket.noAnswer'), fields: {} }
  const fields = fieldErrors(how.error)
  const isAllNamed = how.error.code === 'contract-violation' && Object.keys(fields).length > 0
  return { failure: isAllNamed ? t('ui.seeFields') : how.error.detail, fields }
}

function fieldErrors({ errors }: ApiError): FilingProblems['fields'] {
  return Object.fromEntries(
    errors.flatMap(({ path, message }) => {
      const field = path.replace(/^\/body\/|^\//, '').split('/')[0]
      const isKnown = field === 'subject' || field === 'requester' || field === 'body'
      return isKnown ? [[field, fieldProblem(message)]] : []
    }),
  )
}
