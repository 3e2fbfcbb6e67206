import type { Ticket } from '../../../../contracts/tickets.ts'
import { useDesk } from '../../../api/index.ts'
import { useAction } from '../../../app/keys/keyboard.ts'
import { useMe } from '../../../app/who.tsx'
import { t } from '../../../locales/t.ts'
import { showToast } from '../../../ui/toast.tsx'
import { nextStatuses, statusName, ticketRole } from '../marks/index.ts'
import type { Property } from './change.ts'
import { useStaff } from './staff.ts'
import { useChangeTickets } from './use-change-tickets.ts'
import { usePropertyPicker } from './use-property-picker.tsx'

/**
 * Offers the keys of a ticket's properties for these tickets (the cursor's, the selected, the open one) and shows their
 * pickers. `onResolved` is told which tickets `E` resolved, at once; with it there is a second key that resolves and stays.
 */
export function PropertyActions({
  ticketIds,
  when = true,
  onResolved,
}: {
  ticketIds: readonly string[]
  when?: boolean
  onResolved?: (ticketIds: readonly string[]) => void
}) {
  const { store } = useDesk()
  const me = useMe()
  const change = useChangeTickets()
  const { open, picker } = usePropertyPicker()
  // Names are needed as soon as something is said of somebody.
  useStaff()
  const isOn = when && ticketIds.length > 0
  const tickets = () => ticketIds.flatMap((id) => store.get('ticket', id) ?? [])
  const ask = (property: Property) => () => mayChange(tickets(), property) && open(property, ticketIds)
  const mayChange = (of: readonly Ticket[], property: Property) => {
    const isOthers = of.some((ticket) => ticketRole(me, ticket) !== 'REQUESTER')
    if (!isOthers && property !== 'status') showToast({ text: t('properties.ownTicket') })
    return isOthers || property === 'status'
  }
  const resolve = (): readonly string[] => {
    const fits = tickets().filter((ticket) => canResolve(ticket, ticketRole(me, ticket)))
    const first = tickets()[0]
    if (fits.length === 0 && first !== undefined)
      showToast({ text: t('properties.notNow', { status: statusName(first.status) }) })
    const ids = fits.map(({ id }) => id)
    change(ids, { property: 'status', to: 'RESOLVED' })
    return ids
  }
  useAction(
    'property.assignMe',
    () => {
      if (mayChange(tickets(), 'assignee')) change(ticketIds, { property: 'assignee', to: me.person.id })
    },
    isOn,
  )
  useAction('property.assignee', ask('assignee'), isOn)
  useAction('property.status', ask('status'), isOn)
  useAction('property.priority', ask('priority'), isOn)
  useAction(
    'property.resolve',
    () => {
      const resolved = resolve()
      if (resolved.length > 0) onResolved?.(resolved)
    },
    isOn,
  )
  useAction('property.resolveStay', () => void resolve(), isOn && onResolved !== undefined)
  return picker
}

function canResolve(ticket: Ticket, role: Parameters<typeof nextStatuses>[1]): boolean {
  return nextStatuses(ticket, role).some(({ status }) => status === 'RESOLVED')
}
