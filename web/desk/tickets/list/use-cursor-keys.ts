import type { RefObject } from 'react'
import { useAction } from '../../../app/keys/keyboard.ts'
import { type CursorMove, moved } from './cursor.ts'
import { useListParts } from './list-parts.ts'
import { between } from './selection.ts'
import type { GridHandle } from './ticket-grid.tsx'

/** The keys that move the cursor and select. */
export function useCursorKeys(ids: readonly string[], grid: RefObject<GridHandle | null>): void {
  const { cursor, selection, freeze } = useListParts()
  const move = (how: CursorMove) => {
    freeze.touched()
    const to = moved(ids, cursor.current(), how, grid.current?.pageRows() ?? 1)
    if (to === undefined) return
    cursor.set(to)
    grid.current?.show(to)
  }
  const extend = (how: 'next' | 'previous') => {
    const from = cursor.current()
    move(how)
    const to = cursor.current()
    if (to !== undefined) selection.add(between(ids, from ?? to, to))
  }
  const toggle = () => {
    freeze.touched()
    const id = cursor.current()
    if (id !== undefined) selection.toggle(id)
  }
  useAction('list.next', () => move('next'))
  useAction('list.previous', () => move('previous'))
  useAction('list.first', () => move('first'))
  useAction('list.last', () => move('last'))
  useAction('list.pageDown', () => move('pageDown'))
  useAction('list.pageUp', () => move('pageUp'))
  useAction('list.extendDown', () => extend('next'))
  useAction('list.extendUp', () => extend('previous'))
  useAction('list.select', toggle)
  useAction('list.selectAll', () => selection.add(ids))
}
