import { useMemo } from 'react'
import { PropertyActions } from '../properties/index.ts'
import { useCursorId, useSelectedIds } from './list-parts.ts'

/** The keys of properties, for the selected tickets, or else for the one under the cursor. */
export function TargetActions() {
  const cursorId = useCursorId()
  const selected = useSelectedIds()
  const ticketIds = useMemo(
    () => (selected.length > 0 || cursorId === undefined ? selected : [cursorId]),
    [selected, cursorId],
  )
  return <PropertyActions ticketIds={ticketIds} when={ticketIds.length > 0} />
}
