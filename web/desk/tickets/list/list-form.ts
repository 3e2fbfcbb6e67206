import { useSyncExternalStore } from 'react'
import type { Density } from '../../../../contracts/boot.ts'
import { useLook } from '../../../app/look/look.ts'
import { ROW_HEIGHTS } from '../../../styles/tokens.ts'

/** How rows are drawn: as a line of columns, or as two lines where there is no room for them. */
export type RowForm = 'table' | 'card'
export type ListForm = {
  row: RowForm
  isSplit: boolean
  isPhone: boolean
  /** Heights in px: all rows are alike, so that where one stands is known without measuring. */
  rowHeight: number
  headHeight: number
}

const CARD_HEIGHTS: Readonly<Record<Density, number>> = { compact: 52, default: 60, comfortable: 68 }
const HEAD_HEIGHT = 32
const COARSE_HEAD_HEIGHT = 44
/** Below it there is no room for a ticket beside the list. */
const SPLIT_QUERY = '(min-width: 1280px)'
const PHONE_QUERY = '(max-width: 639.98px)'
const COARSE_QUERY = '(pointer: coarse)'

/** The form of the list in this window, at this density. Rule: docs/behaviour/ticket-list.md, "Layouts". */
export function useListForm(wantsSplit: boolean): ListForm {
  const [{ density }] = useLook()
  const isWide = useMedia(SPLIT_QUERY)
  const isPhone = useMedia(PHONE_QUERY)
  const isCoarse = useMedia(COARSE_QUERY)
  const isSplit = wantsSplit && isWide
  const row = isSplit || isPhone ? 'card' : 'table'
  const lineHeight = isCoarse ? ROW_HEIGHTS.comfortable : ROW_HEIGHTS[density]
  return {
    row,
    isSplit,
    isPhone,
    rowHeight: row === 'table' ? lineHeight : CARD_HEIGHTS[isPhone ? 'comfortable' : density],
    headHeight: row === 'card' ? 0 : isCoarse ? COARSE_HEAD_HEIGHT : HEAD_HEIGHT,
  }
}

/** Whether the window is wide enough for the list beside a ticket. */
export function useHasRoomForSplit(): boolean {
  return useMedia(SPLIT_QUERY)
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )
}
