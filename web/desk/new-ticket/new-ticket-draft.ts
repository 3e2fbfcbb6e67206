import { PRIORITIES, type Priority } from '../../../contracts/tickets.ts'
import { personKey, type Session } from '../../api/session.ts'

/** What is written in the box of a new ticket and not filed yet. */
export type NewTicketDraft = {
  subject: string
  requester: string
  /** Empty for the first team. */
  teamId: string
  priority: Priority
  body: string
}

/** A try that is not known to have filed its draft. */
export type FilingTry = { id: string; written: string }

/** Where the last try is kept: the box may be closed, and the page end, before the desk answers. */
export type FilingTries = { read(): FilingTry | undefined; keep(one: FilingTry | undefined): void }

export const EMPTY_DRAFT: NewTicketDraft = {
  subject: '',
  requester: '',
  teamId: '',
  priority: 'P3',
  body: '',
}

/** The draft as it was left on this device; an empty one when there is none, or what is kept is damaged. */
export function readNewTicketDraft(session: Session): NewTicketDraft {
  return draftIn(attempt(() => localStorage.getItem(placeOf(session))) ?? null)
}

/** Keeps the draft on this device; an empty one is not kept. */
export function keepNewTicketDraft(session: Session, draft: NewTicketDraft): void {
  if (isEmptyDraft(draft)) forgetNewTicketDraft(session)
  else attempt(() => localStorage.setItem(placeOf(session), JSON.stringify(draft)))
}

/** Takes the draft off the device: it was filed, discarded, or its author signs out. */
export function forgetNewTicketDraft(session: Session): void {
  attempt(() => localStorage.removeItem(placeOf(session)))
  keptTries(session).keep(undefined)
}

/** Where the last try to file is kept on this device. */
export function keptTries(session: Session): FilingTries {
  const place = `${placeOf(session)}:try`
  return {
    read() {
      const kept = attempt((): unknown => JSON.parse(localStorage.getItem(place) ?? 'null'))
      const { id, written } = (kept ?? {}) as Partial<FilingTry>
      return typeof id === 'string' && typeof written === 'string' ? { id, written } : undefined
    },
    keep(one) {
      attempt(() =>
        one === undefined ? localStorage.removeItem(place) : localStorage.setItem(place, JSON.stringify(one)),
      )
    },
  }
}

/** Whether two drafts say the same. */
export function isSameDraft(one: NewTicketDraft, other: NewTicketDraft): boolean {
  return JSON.stringify(draftIn(JSON.stringify(one))) === JSON.stringify(draftIn(JSON.stringify(other)))
}

/** Whether there is nothing in it that somebody wrote. */
export function isEmptyDraft({ subject, requester, body }: NewTicketDraft): boolean {
  return `${subject}${requester}${body}`.trim() === ''
}

/** Reads a kept draft; what is damaged counts as not there. */
export function draftIn(text: string | null): NewTicketDraft {
  const value = attempt((): unknown => JSON.parse(text ?? 'null'))
  if (typeof value !== 'object' || value === null) return EMPTY_DRAFT
  const kept = value as Record<string, unknown>
  const textOf = (name: string) => (typeof kept[name] === 'string' ? kept[name] : '')
  return {
    subject: textOf('subject'),
    requester: textOf('requester'),
    teamId: textOf('teamId'),
    priority: PRIORITIES.find((one) => one === kept.priority) ?? EMPTY_DRAFT.priority,
    body: textOf('body'),
  }
}

function placeOf(session: Session): string {
  return `docket-new-ticket:${personKey(session)}`
}

/** A browser that keeps nothing only forgets. */
function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
