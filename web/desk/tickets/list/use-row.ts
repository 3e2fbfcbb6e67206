import type { Ticket } from '../../../../contracts/tickets.ts'
import { useEntity, useIsPending } from '../../../api/index.ts'
import { useMe } from '../../../app/who.tsx'
import { t } from '../../../locales/t.ts'
import { priorityName, statusName } from '../marks/index.ts'
import { leaveReason } from './leave-reason.ts'
import { useIsCursor, useIsSelected, useListParts } from './list-parts.ts'
import { useStaffNames } from './staff-names.ts'

/** What a row shows, whatever its form; undefined while its ticket is not known. */
export type Row = {
  ticket: Ticket
  isCursor: boolean
  isSelected: boolean
  /** A change of the reader's own is laid over it. */
  isOwn: boolean
  /** Undefined where the name is not known. */
  assignee: string | undefined
  /** The row in words. */
  label: string
  /** Why it is no longer in the list. */
  reason: string | undefined
}

/** Reads what a row shows; draws again when its own ticket changes, or the cursor or the tick of its own. */
export function useRow(id: string, isGhost: boolean): Row | undefined {
  const ticket = useEntity('ticket', id)
  const isOwn = useIsPending('ticket', id)
  const isCursor = useIsCursor(id)
  const isSelected = useIsSelected(id)
  const { lastChanges } = useListParts()
  const { person, teams } = useMe()
  const staff = useStaffNames()
  if (ticket === undefined) return undefined
  const assignee = ticket.assigneeId === null ? t('list.unassigned') : staff(ticket.assigneeId)
  const team = (teamId: string) => teams.find((one) => one.id === teamId)?.name
  const reason = isGhost ? leaveReason(lastChanges.of(id), { me: person.id, staff, team }) : undefined
  const words = t('list.row', {
    key: ticket.key,
    subject: ticket.subject,
    status: statusName(ticket.status),
    priority: priorityName(ticket.priority),
    assignee: assignee ?? '',
  })
  const label = reason === undefined ? words : `${words}, ${reason}`
  return { ticket, isCursor, isSelected, isOwn, assignee, label, reason }
}
