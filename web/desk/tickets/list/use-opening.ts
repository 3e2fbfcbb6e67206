import { useNavigate } from '@tanstack/react-router'
import { type MouseEvent, useCallback } from 'react'
import { useDesk } from '../../../api/index.ts'
import { paths } from '../../../app/paths.ts'
import type { ListForm } from './list-form.ts'
import { useListParts } from './list-parts.ts'
import { between } from './selection.ts'
import { rememberWalk } from './walk.ts'

/**
 * Opens tickets by their id, whatever stands in the row meanwhile; remembers the list for the way back. With Shift a
 * click extends the selection, in the split layout it moves the cursor alone.
 */
export function useOpening(ids: readonly string[], href: string, { isSplit, isPhone }: ListForm) {
  const { store } = useDesk()
  const { cursor, selection, freeze } = useListParts()
  const navigate = useNavigate()
  const leave = useCallback(() => {
    rememberWalk(ids, href)
    performance.mark('nav:start')
  }, [ids, href])
  const onOpen = useCallback(
    (event: MouseEvent<HTMLAnchorElement>, id: string) => {
      const before = cursor.current()
      if (event.metaKey || event.ctrlKey) return
      freeze.touched()
      cursor.set(id)
      const selects = event.shiftKey || (isPhone && selection.ids().length > 0)
      if (event.shiftKey) selection.add(between(ids, before ?? id, id))
      else if (selects) selection.toggle(id)
      else if (!isSplit) leave()
      if (selects || isSplit) event.preventDefault()
    },
    [cursor, selection, freeze, ids, isSplit, isPhone, leave],
  )
  return {
    onOpen,
    open(id: string | undefined) {
      const key = id === undefined ? undefined : store.get('ticket', id)?.key
      if (key === undefined) return
      leave()
      void navigate({ href: paths.ticket(key) })
    },
  }
}
