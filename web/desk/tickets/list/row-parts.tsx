import type { MouseEvent, ReactNode } from 'react'
import type { Ticket } from '../../../../contracts/tickets.ts'
import { useConnection, useIsPending } from '../../../api/index.ts'
import { AppLink } from '../../../app/app-link.tsx'
import { paths } from '../../../app/paths.ts'
import { t } from '../../../locales/t.ts'
import { classNames } from '../../../ui/class-names.ts'
import { tip } from '../../../ui/tip.ts'
import { useIsSelected, useListParts } from './list-parts.ts'
import type { TimeField } from './time-field.ts'

/** What a row is told by the grid. */
export type RowProps = {
  id: string
  /** Its place, from 0. */
  at: number
  top: number
  height: number
  /** It left the list and waits there to be taken out. */
  isGhost: boolean
  /** Which of its times the list is in the order of. */
  time: TimeField
  onOpen: (event: MouseEvent<HTMLAnchorElement>, id: string) => void
}

/** The element of a row, for the one that points at its active row. */
export function rowElementId(id: string): string {
  return `row-${id}`
}

/** The subject as the link of its row: the whole row is its target, so that a middle click anywhere opens a new tab. */
export function RowLink({
  ticket,
  onOpen,
  className,
}: {
  ticket: Ticket
  onOpen: RowProps['onOpen']
  className?: string | undefined
}) {
  return (
    <AppLink
      href={paths.ticket(ticket.key)}
      tabIndex={-1}
      data-focus="silent"
      onClick={(event) => onOpen(event, ticket.id)}
      className={classNames('truncate text-text after:absolute after:inset-0 hover:no-underline', className)}
    >
      {ticket.subject}
    </AppLink>
  )
}

/** The tick of a row. It lies over the row's link. */
export function RowTick({ id, name }: { id: string; name: string }) {
  const { selection } = useListParts()
  const isSelected = useIsSelected(id)
  return (
    <label className="relative z-1 flex size-6 cursor-pointer items-center justify-center pointer-coarse:size-11">
      <input
        type="checkbox"
        tabIndex={-1}
        checked={isSelected}
        onChange={() => selection.toggle(id)}
        aria-label={t('list.selectRow', { key: name })}
        className="size-3.5 accent-accent"
      />
    </label>
  )
}

/** Says that a change of this ticket waits for the network. */
export function PendingMark({ id }: { id: string }) {
  const isPending = useIsPending('ticket', id)
  const connection = useConnection()
  if (!isPending || connection.kind === 'live') return null
  return (
    <span className="text-warn" data-testid="pending" {...tip(t('list.pending'))}>
      <span aria-hidden="true">◌</span>
      <span className="sr-only">{t('list.pending')}</span>
    </span>
  )
}

/** Why a ghost is one. */
export function GhostReason({ text }: { text: string }): ReactNode {
  return (
    <span
      className="max-w-60 shrink-0 truncate rounded-chip bg-neutral-tint px-1.5 text-neutral"
      data-testid="ghost"
    >
      {text}
    </span>
  )
}

/** How a row looks by its state: the cursor by a bar and a tint, a selected one by the tint. */
export function rowClass({
  isCursor,
  isSelected,
  isGhost,
}: {
  isCursor: boolean
  isSelected: boolean
  isGhost: boolean
}): string {
  return classNames(
    'absolute inset-x-0 top-0 border-b border-border',
    isCursor || isSelected ? 'bg-selected' : 'hover:bg-hover',
    isCursor && 'cursor-row before:absolute before:inset-y-0 before:start-0 before:w-0.5 before:bg-accent',
    isGhost && 'text-text-3',
  )
}
