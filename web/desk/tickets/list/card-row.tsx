import { memo } from 'react'
import { classNames } from '../../../ui/class-names.ts'
import { Time } from '../../../ui/time/time.tsx'
import { DraftMark } from '../../drafts/index.ts'
import { PresenceFaces } from '../../presence/index.ts'
import { PriorityMark, StatusMark } from '../marks/index.ts'
import { Cell, GridRow } from './grid-elements.tsx'
import { useSelectedIds } from './list-parts.ts'
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

/** A ticket in two lines: what it is about, and whose it is and since when. */
export const CardRow = memo(function CardRow({ id, at, top, height, isGhost, time, onOpen }: RowProps) {
  const row = useRow(id, isGhost)
  const isSelecting = useSelectedIds().length > 0
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
      className={classNames('flex items-center gap-2 px-3', rowClass({ ...row, isGhost }))}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      <Cell className={isSelecting ? undefined : 'max-tablet:hidden'}>
        <RowTick id={id} name={ticket.key} />
      </Cell>
      <Cell className="flex min-w-0 flex-1 flex-col gap-0.5">
        <div className="flex min-w-0 items-center gap-2">
          <Tinted value={ticket.status} isOwn={isOwn}>
            <StatusMark status={ticket.status} />
          </Tinted>
          <RowLink
            ticket={ticket}
            onOpen={onOpen}
            className={classNames('min-w-0 flex-1 font-medium', isGhost && 'line-through')}
          />
          <PendingMark id={id} />
          <DraftMark ticketId={id} />
          <Tinted value={ticket.priority} isOwn={isOwn}>
            <PriorityMark priority={ticket.priority} />
          </Tinted>
        </div>
        <div className="flex min-w-0 items-center gap-2 text-meta text-text-2">
          {row.reason === undefined ? (
            <span className="min-w-0 flex-1 truncate">
              <span className="tabular-nums">{ticket.key}</span> · {ticket.requester.name}
            </span>
          ) : (
            <span className="min-w-0 flex-1">
              <GhostReason text={row.reason} />
            </span>
          )}
          <PresenceFaces ticketId={id} />
          {moment !== null && <Time at={moment} className="text-text-3" />}
        </div>
      </Cell>
    </GridRow>
  )
})
