import { useEffect, useEffectEvent, useState } from 'react'
import type { StreamEvent } from '../../../../contracts/realtime.ts'
import { useDesk } from '../../../api/index.ts'
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
    const name = nameOfActor(event, (id) => knownStaffName(desk, id))
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

/** What an event says of a field of one of these tickets; undefined when nothing. Whoever acts for somebody counts as them. */
export function changeIn(
  { ticketId, changes, actor }: StreamEvent,
  ticketIds: readonly string[],
  field: string,
): { byId: string; to: unknown } | undefined {
  const change = changes.find((one) => one.field === field)
  if (change === undefined || ticketId === null || !ticketIds.includes(ticketId)) return undefined
  return { byId: actor.onBehalfOf ?? actor.id ?? '', to: change.to }
}

function nameOfActor({ actor }: StreamEvent, nameOf: (id: string) => string | undefined): string {
  if (actor.type === 'system') return t('properties.system')
  return nameOf(actor.onBehalfOf ?? actor.id ?? '') ?? t('properties.unknownPerson')
}
