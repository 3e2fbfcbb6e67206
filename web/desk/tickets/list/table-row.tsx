import { memo } from 'react'
import { Time } from '../../../ui/time/time.tsx'
import { DraftMark } from '../../drafts/index.ts'
import { PresenceFaces } from '../../presence/index.ts'
import { PriorityMark, StatusMark } from '../marks/index.ts'
import { Cell, GridRow } from './grid-elements.tsx'
import {
  GhostReason,
  PendingMark,
  RowLink,
  type RowProps,
  RowTick,
  rowClass,
  rowElementId,
} from './row-parts.tsx'
import { momentOf } from './time-field.ts'
import { Tinted } from './tinted.tsx'
import { useRow } from './use-row.ts'

/** The columns of a table, as its head and its rows share them; without room the requester goes first, then the assignee. */
export const TABLE_COLUMNS =
  'grid grid-cols-[2.25rem_5rem_minmax(6rem,1fr)_8rem_1.5rem_4.5rem] items-center gap-x-2 px-2 @[44rem]:grid-cols-[2.25rem_5.5rem_minmax(8rem,1fr)_9rem_2rem_9rem_5rem] @[60rem]:grid-cols-[2.25rem_5.5rem_minmax(8rem,1fr)_10rem_10rem_2rem_9.5rem_5rem]'
export const REQUESTER_CELL = '@max-[60rem]:hidden'
export const ASSIGNEE_CELL = '@max-[44rem]:hidden'

/** A ticket as one line of columns. */
export const TableRow = memo(function TableRow({ id, at, top, height, isGhost, time, onOpen }: RowProps) {
  const row = useRow(id, isGhost)
  if (row === undefined) return null
  const { ticket, isOwn } = row
  const moment = momentOf(ticket, time)
  return (
    <GridRow
      id={rowElementId(id)}
      data-testid="row"
      data-ticket={id}
      aria-rowindex={at + 1}
      aria-selected={row.isSelected}
      aria-label={row.label}
      className={`${TABLE_COLUMNS} ${rowClass({ ...row, isGhost })}`}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      <Cell>
        <RowTick id={id} name={ticket.key} />
      </Cell>
      <Cell className="truncate text-text-2 tabular-nums">{ticket.key}</Cell>
      <Cell className="flex min-w-0 items-center gap-2">
        <Tinted value={ticket.subject} isOwn={isOwn}>
          <RowLink ticket={ticket} onOpen={onOpen} className={isGhost ? 'line-through' : undefined} />
        </Tinted>
        {row.reason !== undefined && <GhostReason text={row.reason} />}
        <DraftMark ticketId={id} />
        <span className="ms-auto shrink-0">
          <PresenceFaces ticketId={id} />
        </span>
      </Cell>
      <Cell className={`${REQUESTER_CELL} truncate text-text-2`}>{ticket.requester.name}</Cell>
      <Cell className="flex min-w-0 items-center gap-1">
        <Tinted value={ticket.status} isOwn={isOwn}>
          <StatusMark status={ticket.status} withName />
        </Tinted>
        <PendingMark id={id} />
      </Cell>
      <Cell>
        <Tinted value={ticket.priority} isOwn={isOwn}>
          <PriorityMark priority={ticket.priority} />
        </Tinted>
      </Cell>
      <Cell className={`${ASSIGNEE_CELL} min-w-0 text-text-2`}>
        <Tinted value={ticket.assigneeId} isOwn={isOwn}>
          {ticket.assigneeId === null ? (
            <Nobody name={row.assignee ?? ''} />
          ) : (
            <span className="truncate">{row.assignee}</span>
          )}
        </Tinted>
      </Cell>
      <Cell className="truncate text-end text-text-3">
        {moment === null ? <Nobody name="" /> : <Time at={moment} />}
      </Cell>
    </GridRow>
  )
})

function Nobody({ name }: { name: string }) {
  return (
    <>
      <span aria-hidden="true">—</span>
      <span className="sr-only">{name}</span>
    </>
  )
}
