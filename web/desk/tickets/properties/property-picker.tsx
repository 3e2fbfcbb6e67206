import { useRef, useState } from 'react'
import type { Priority, Ticket } from '../../../../contracts/tickets.ts'
import { useDesk } from '../../../api/index.ts'
import { useMe } from '../../../app/who.tsx'
import { t } from '../../../locales/t.ts'
import { AnchoredPicker } from '../../../ui/anchored-picker.tsx'
import { type Change, fieldOf, type Property } from './change.ts'
import { fieldValueName } from './change-text.ts'
import { anchorOf } from './property-anchor.ts'
import { assigneeRows, NOBODY_ID, priorityRows, statusOptions, statusRows } from './property-options.tsx'
import { ReasonDialog } from './reason-dialog.tsx'
import { useRemoteChange } from './remote-change.ts'
import { knownStaffName, recentAssignees, useStaff } from './staff.ts'

type Props = {
  property: Property
  ticketIds: readonly string[]
  onChange: (ticketIds: readonly string[], change: Change) => void
  onClose: () => void
}

/**
 * The picker of a property, opened beside where it is shown. What it offers stays what it was when it opened; what
 * somebody else changed meanwhile is said in it.
 */
export function PropertyPicker(props: Props) {
  const desk = useDesk()
  const [tickets] = useState(() => props.ticketIds.flatMap((id) => desk.store.get('ticket', id) ?? []))
  if (props.property === 'status') return <StatusPicker {...props} tickets={tickets} />
  if (props.property === 'priority') return <PriorityPicker {...props} tickets={tickets} />
  return <AssigneePicker {...props} tickets={tickets} />
}

type Shown = Props & { tickets: readonly Ticket[] }

function StatusPicker(props: Shown) {
  const { tickets, onChange, onClose } = props
  const me = useMe()
  const [options] = useState(() => statusOptions(tickets, me))
  const [asked, setAsked] = useState<(typeof options)[number] | undefined>()
  // A picker closes once something is picked; then the question for the reason stands in its place.
  const isAsking = useRef(false)
  const pickerProps = usePickerProps({ ...props, onClose: () => isAsking.current || onClose() })
  const pick = (id: string) => {
    const option = options.find(({ status }) => status === id)
    if (option === undefined) return onClose()
    if (option.reason !== undefined) {
      isAsking.current = true
      return setAsked(option)
    }
    onChange(option.ticketIds, { property: 'status', to: option.status })
    onClose()
  }
  if (asked?.reason !== undefined)
    return (
      <ReasonDialog
        status={asked.status}
        wanted={asked.reason}
        onClose={onClose}
        onGive={(reason) => {
          onChange(asked.ticketIds, { property: 'status', to: asked.status, reason })
          onClose()
        }}
      />
    )
  return <AnchoredPicker {...pickerProps} options={statusRows(options, tickets.length)} onPick={pick} />
}

function PriorityPicker(props: Shown) {
  const pickerProps = usePickerProps(props)
  const pick = (id: string) => {
    props.onChange(props.ticketIds, { property: 'priority', to: id as Priority })
    props.onClose()
  }
  return <AnchoredPicker {...pickerProps} options={priorityRows()} onPick={pick} />
}

function AssigneePicker(props: Shown) {
  const { person } = useMe()
  const { people, hasFailed } = useStaff()
  const { note, ...pickerProps } = usePickerProps(props)
  const pick = (id: string) => {
    props.onChange(props.ticketIds, { property: 'assignee', to: id === NOBODY_ID ? null : id })
    props.onClose()
  }
  return (
    <AnchoredPicker
      {...pickerProps}
      note={hasFailed ? t('properties.loadFailed') : note}
      options={assigneeRows(people, props.tickets, person.id, recentAssignees())}
      onPick={pick}
    />
  )
}

/** What all three have: their name, the value that all tickets share, where they open, what happened meanwhile. */
function usePickerProps({ property, ticketIds, tickets, onClose }: Shown) {
  const desk = useDesk()
  const remote = useRemoteChange(ticketIds, property)
  const field = fieldOf(property)
  const values = new Set(tickets.map((ticket) => ticket[field]))
  const [shared] = values.size === 1 ? values : []
  const value = remote?.to ?? shared ?? null
  // A picker follows its place: it is looked for anew whenever the page moved.
  const anchor = () => anchorOf(property, ticketIds)
  const nameOf = (id: string) => knownStaffName(desk, id)
  const note =
    remote === undefined
      ? undefined
      : t('properties.set', { name: remote.by.name, value: fieldValueName({ nameOf }, field, remote.to) })
  return {
    label: t(`properties.${property}`),
    value: typeof value === 'string' ? value : null,
    anchor,
    note,
    onClose: () => onClose(),
  }
}
