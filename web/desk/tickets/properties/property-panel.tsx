import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Ticket } from '../../../../contracts/tickets.ts'
import { teamsQuery, useDesk, useEntity } from '../../../api/index.ts'
import { AppLink } from '../../../app/app-link.tsx'
import { useKeysOf } from '../../../app/keys/keyboard.ts'
import { paths } from '../../../app/paths.ts'
import { useMe } from '../../../app/who.tsx'
import { t } from '../../../locales/t.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { Button, IconButton } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Time } from '../../../ui/time/time.tsx'
import { PriorityMark, StatusMark, ticketRole } from '../marks/index.ts'
import { PropertyRow } from './property-row.tsx'
import { useStaffName } from './staff.ts'
import { useChangeTickets } from './use-change-tickets.ts'
import { usePropertyPicker } from './use-property-picker.tsx'

/** A ticket's properties: what can be changed with its picker, its requester, and its times. */
export function PropertyPanel({ ticketId }: { ticketId: string }) {
  const ticket = useEntity('ticket', ticketId)
  if (ticket === undefined) return null
  return (
    <section aria-label={t('properties.title')} data-scope="properties" className="flex flex-col gap-5 p-3">
      <Changeable ticket={ticket} />
      <Requester requester={ticket.requester} />
      <Times ticket={ticket} />
    </section>
  )
}

function Changeable({ ticket }: { ticket: Ticket }) {
  const me = useMe()
  const { open, picker } = usePropertyPicker()
  const isOwn = ticketRole(me, ticket) === 'REQUESTER'
  const row = (property: 'status' | 'assignee' | 'priority') => ({
    ticketId: ticket.id,
    property,
    disabledBecause: isOwn && property !== 'status' ? t('properties.ownTicket') : undefined,
    onOpen: () => open(property, [ticket.id]),
  })
  return (
    <div className="flex flex-col gap-0.5">
      <PropertyRow {...row('status')}>
        <StatusMark status={ticket.status} withName />
      </PropertyRow>
      <PropertyRow {...row('assignee')} beside={isOwn ? null : <AssignMe ticket={ticket} />}>
        <Assignee id={ticket.assigneeId} />
      </PropertyRow>
      <PropertyRow {...row('priority')}>
        <PriorityMark priority={ticket.priority} withName />
      </PropertyRow>
      <Fact label={t('properties.team')} isTall>
        <TeamName id={ticket.teamId} />
      </Fact>
      <Fact label={t('properties.channel')} isTall>
        {t(`properties.channel.${ticket.channel}`)}
      </Fact>
      <StatusReason ticket={ticket} />
      {picker}
    </div>
  )
}

/** Why it has this status, in a line that is always there, where an empty one is no hole; a press opens a longer one. */
function StatusReason({ ticket: { status, statusReason } }: { ticket: Ticket }) {
  const [isWhole, setWhole] = useState(false)
  const isNamed = statusReason === 'SPAM' || statusReason === 'DUPLICATE' || statusReason === 'MERGED'
  const reason = status === 'CLOSED' && isNamed ? t(`properties.reason.${statusReason}`) : statusReason
  return (
    <div className="-mb-4 min-h-6 text-meta text-text-3 pointer-coarse:min-h-11">
      {reason !== null && (
        <button
          type="button"
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
          className={classNames(
            'block min-h-6 max-w-full text-start pointer-coarse:min-h-11',
            isWhole ? 'wrap-anywhere' : 'truncate',
          )}
        >
          {t('properties.reason', { reason })}
        </button>
      )}
    </div>
  )
}

function Assignee({ id }: { id: string | null }) {
  const me = useMe()
  const known = useStaffName(id)
  if (id === null) return <span className="text-text-3">{t('properties.nobody')}</span>
  const name = known ?? (id === me.person.id ? me.person.name : t('properties.unknownPerson'))
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <Avatar id={id} name={name} />
      <span className="truncate">{name}</span>
    </span>
  )
}

function AssignMe({ ticket }: { ticket: Ticket }) {
  const { person } = useMe()
  const change = useChangeTickets()
  const keys = useKeysOf('property.assignMe')
  if (ticket.assigneeId === person.id || ticket.status === 'CLOSED') return null
  const how = {
    onClick: () => change([ticket.id], { property: 'assignee', to: person.id }),
    ...(keys === undefined ? {} : { keys }),
  }
  // Somebody's name needs the room.
  if (ticket.assigneeId !== null)
    return (
      <IconButton
        label={t('properties.assignMe')}
        icon={<UserPlus size={16} aria-hidden="true" />}
        className="-me-2"
        {...how}
      />
    )
  return (
    <Button kind="quiet" className="-me-3" {...how}>
      <span className="text-meta text-link">{t('properties.assignMe')}</span>
    </Button>
  )
}

function TeamName({ id }: { id: string }) {
  const me = useMe()
  const { client } = useDesk()
  const { data } = useQuery(teamsQuery(client))
  return (data ?? me.teams).find((team) => team.id === id)?.name ?? ''
}

function Requester({ requester: { id, name, email } }: { requester: Ticket['requester'] }) {
  return (
    <div className="flex flex-col gap-1.5 border-t border-border pt-4">
      <h3 className="text-caption font-medium text-text-3">{t('properties.requester')}</h3>
      <div className="flex items-center gap-2">
        <Avatar id={id} name={name} size="large" />
        <div className="min-w-0">
          <p className="truncate font-medium">{name}</p>
          <p className="truncate text-meta text-text-2 select-all" title={email}>
            {email}
          </p>
        </div>
      </div>
      <AppLink
        href={paths.tickets({ requester: id })}
        className="inline-flex min-h-6 w-fit items-center text-meta pointer-coarse:min-h-11"
      >
        {t('properties.requester.tickets', { name })}
      </AppLink>
    </div>
  )
}

function Times({ ticket }: { ticket: Ticket }) {
  const { createdAt, updatedAt, firstResponseAt, dueAt, resolvedAt, closedAt } = ticket
  return (
    <div className="flex flex-col gap-0.5 border-t border-border pt-4">
      <h3 className="mb-1 text-caption font-medium text-text-3">{t('properties.times')}</h3>
      <Moment label={t('properties.created')} at={createdAt} />
      <Moment
        label={t('properties.firstResponse')}
        at={firstResponseAt}
        missing={t('properties.noAnswerYet')}
      />
      <Moment label={t('properties.due')} at={dueAt} />
      <Moment label={t('properties.changed')} at={updatedAt} />
      <Moment label={t('properties.resolved')} at={resolvedAt} />
      <Moment label={t('properties.closed')} at={closedAt} />
    </div>
  )
}

/** A moment that is not there is left out, or said to be missing. */
function Moment({ label, at, missing }: { label: string; at: string | null; missing?: string }) {
  if (at === null && missing === undefined) return null
  return (
    <Fact label={label}>
      {at === null ? <span className="text-text-3">{missing}</span> : <Time at={at} />}
    </Fact>
  )
}

/** `isTall` stands between rows that can be pressed, and is of their height. */
function Fact({ label, isTall = false, children }: { label: string; isTall?: boolean; children: ReactNode }) {
  return (
    <div className={`grid ${isTall ? 'control-height' : 'min-h-7'} grid-cols-[5rem_1fr] items-center gap-2`}>
      <span className="text-text-3">{label}</span>
      <span className="truncate">{children}</span>
    </div>
  )
}
