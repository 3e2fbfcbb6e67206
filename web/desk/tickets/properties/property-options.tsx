import type { Me, Person } from '../../../../contracts/people.ts'
import { PRIORITIES, STATUSES, type Ticket } from '../../../../contracts/tickets.ts'
import { t } from '../../../locales/t.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import type { PickerOption } from '../../../ui/picker-popup.tsx'
import {
  type LegalStatus,
  nextStatuses,
  PriorityMark,
  priorityName,
  StatusMark,
  statusName,
  ticketRole,
} from '../marks/index.ts'
import { inPickerOrder, mayBeAssigned } from './staff.ts'

/** Stands for nobody among the options of the assignee. */
export const NOBODY_ID = 'none'

/** A status that some of the tickets may take, and which of them. */
export type StatusOption = LegalStatus & { ticketIds: readonly string[] }

/** The statuses that any of these tickets may take next, in their usual order. */
export function statusOptions(tickets: readonly Ticket[], me: Me): readonly StatusOption[] {
  const legal = tickets.map((ticket) => ({
    id: ticket.id,
    next: nextStatuses(ticket, ticketRole(me, ticket)),
  }))
  return STATUSES.flatMap((status) => {
    const fits = legal.flatMap(({ id, next }) => {
      const one = next.find((option) => option.status === status)
      return one === undefined ? [] : [{ id, one }]
    })
    const first = fits.find(({ one }) => one.unmet === undefined) ?? fits[0]
    if (first === undefined) return []
    const same = fits.filter(({ one }) => one.unmet === first.one.unmet)
    return [{ ...first.one, ticketIds: same.map(({ id }) => id) }]
  })
}

/** How these statuses stand in a picker. `all`: how many tickets it is about. */
export function statusRows(options: readonly StatusOption[], all: number): PickerOption[] {
  return options.map(({ status, unmet, ticketIds }) => ({
    id: status,
    name: statusName(status),
    icon: hidden(<StatusMark status={status} />),
    hint: ticketIds.length === all ? undefined : t('properties.fits', { count: ticketIds.length, all }),
    disabledBecause: unmet === undefined ? undefined : t('properties.answerFirst'),
  }))
}

/** The priorities as they stand in a picker. */
export function priorityRows(): PickerOption[] {
  return PRIORITIES.map((priority) => ({
    id: priority,
    name: priorityName(priority),
    icon: hidden(<PriorityMark priority={priority} />),
    hint: priority,
  }))
}

/** Whom these tickets may be assigned to, oneself and the latest first; nobody where somebody is assigned. */
export function assigneeRows(
  people: readonly Person[],
  tickets: readonly Ticket[],
  meId: string,
  recentIds: readonly string[],
): PickerOption[] {
  const fitting = people.filter((person) => mayBeAssigned(person, tickets))
  const rows = inPickerOrder(fitting, meId, recentIds).map(({ id, name, email }) => ({
    id,
    name,
    icon: <Avatar id={id} name={name} />,
    hint: id === meId ? t('properties.you') : email,
  }))
  const isAssigned = tickets.some(({ assigneeId }) => assigneeId !== null)
  return isAssigned ? [...rows, { id: NOBODY_ID, name: t('properties.nobody') }] : rows
}

/** The mark says its name to readers of the screen, and in a picker the name stands beside it. */
function hidden(mark: React.ReactNode) {
  return (
    <span aria-hidden="true" className="inline-flex">
      {mark}
    </span>
  )
}
