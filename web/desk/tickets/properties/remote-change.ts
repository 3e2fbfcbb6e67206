import { useEffect, useEffectEvent, useState } from 'react'
import type { StreamEvent } from '../../../../contracts/realtime.ts'
import { type Desk, useDesk } from '../../../api/index.ts'
import { useMe } from '../../../app/who.tsx'
import { t } from '../../../locales/t.ts'
import { fieldOf, type Property } from './change.ts'
import { knownStaffName } from './staff.ts'

/** That somebody else changed a property. `nth` tells one change from the next. */
export type RemoteChange = { nth: number; by: { id: string; name: string }; to: unknown }

/**
 * The last change of a property of these tickets by somebody else, since this is shown; for `forMs`, or until it is not
 * shown any more.
 */
export function useRemoteChange(
  ticketIds: readonly string[],
  property: Property,
  forMs?: number,
): RemoteChange | undefined {
  const desk = useDesk()
  const { person } = useMe()
  const [change, setChange] = useState<RemoteChange | undefined>()
  const hear = useEffectEvent((event: StreamEvent) => {
    const told = changeIn(event, ticketIds, fieldOf(property))
    if (told === undefined || told.byId === person.id) return
    const name = nameOfActor(event, (id) => knownStaffName(desk, id) ?? knownRequesterName(desk, event, id))
    setChange((before) => ({ nth: (before?.nth ?? 0) + 1, by: { id: told.byId, name }, to: told.to }))
  })
  useEffect(() => desk.onEvent((event) => hear(event)), [desk])
  useEffect(
    () =>
      change === undefined || forMs === undefined
        ? undefined
        : desk.clock.after(forMs, () => setChange(undefined)),
    [desk, change, forMs],
  )
  return change
}

/**
 * What an event says that somebody changed a field of one of these tickets; undefined when nothing. The values that a
 * ticket began with are no change. Whoever acts for somebody counts as them.
 */
export function changeIn(
  { type, ticketId, changes, actor }: StreamEvent,
  ticketIds: readonly string[],
  field: string,
): { byId: string; to: unknown } | undefined {
  const change = changes.find((one) => one.field === field)
  if (type === 'ticket.created') return undefined
  if (change === undefined || ticketId === null || !ticketIds.includes(ticketId)) return undefined
  return { byId: actor.onBehalfOf ?? actor.id ?? '', to: change.to }
}

/** Who asked may change a status too, by an answer. */
function knownRequesterName(desk: Desk, { ticketId }: StreamEvent, personId: string): string | undefined {
  const requester = ticketId === null ? undefined : desk.store.get('ticket', ticketId)?.requester
  return requester?.id === personId ? requester.name : undefined
}

function nameOfActor({ actor }: StreamEvent, nameOf: (id: string) => string | undefined): string {
  if (actor.type === 'system') return t('properties.system')
  return nameOf(actor.onBehalfOf ?? actor.id ?? '') ?? t('properties.unknownPerson')
}
