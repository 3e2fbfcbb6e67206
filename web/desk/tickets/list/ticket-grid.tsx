import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type MouseEvent,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react'
import type { TicketSort } from '../../../api/index.ts'
import { t } from '../../../locales/t.ts'
import { CardRow } from './card-row.tsx'
import { RowGroup } from './grid-elements.tsx'
import { GridHead } from './grid-head.tsx'
import type { ListForm } from './list-form.ts'
import { useListParts } from './list-parts.ts'
import { useLongPress } from './long-press.ts'
import { type RememberedPlace, rememberPlace } from './remembered-place.ts'
import { rowElementId } from './row-parts.tsx'
import { TableRow } from './table-row.tsx'
import { timeOf } from './time-field.ts'
import { usePreheat } from './use-preheat.ts'

/** What the screen may ask of its grid. */
export type GridHandle = {
  /** Scrolls no further than needed to have this row in sight, and takes the focus unless a control has it. */
  show(id: string): void
  focus(): void
  /** How many rows are in sight. */
  pageRows(): number
  /**
   * Before other rows are drawn: keeps what one looks at where it is, the cursor's ticket if it is in sight, else the
   * first row in sight. At the very top nothing is kept, so that what is new is seen.
   */
  holdStill(after: readonly string[], cursorId: string | undefined): void
}

type GridProps = {
  ids: readonly string[]
  ghosts: ReadonlySet<string>
  /** How many there are in all; undefined while that is not known. */
  total: number | undefined
  form: ListForm
  sort: TicketSort
  /** The entry of the history that this list belongs to; undefined while that is another list's. */
  entry: string | undefined
  place: RememberedPlace
  handle: RefObject<GridHandle | null>
  onOpen: (event: MouseEvent<HTMLAnchorElement>, id: string) => void
  onSort: (sort: TicketSort) => void
  onNearEnd: (() => void) | undefined
}

/** So many rows are drawn beyond what is in sight. */
const OVERSCAN = 8
/** The next page is asked for so many rows before the end. */
const NEAR_END = 20

/**
 * The rows of a list, those in sight alone. All have one height, so where a row stands follows from its place.
 * Rule: docs/behaviour/ticket-list.md, "Rows".
 */
export function TicketGrid(props: GridProps) {
  // The virtualizer is one object that changes: memoizing what it answers would keep the first answer.
  'use no memo'
  const { ids, ghosts, total, form, sort, place, handle, onOpen, onSort, onNearEnd } = props
  const { rowHeight, headHeight } = form
  const { freeze } = useListParts()
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (at) => ids[at] ?? at,
    overscan: OVERSCAN,
    scrollMargin: headHeight,
    initialOffset: place.scrollTop,
    initialRect: { width: 800, height: window.innerHeight },
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew when the height of all rows changes.
  useLayoutEffect(() => virtualizer.measure(), [rowHeight])
  useGridHandle(handle, scroller, ids, form)
  useRemembering(scroller, props)
  useActiveRow(scroller)
  useKeptFocus(scroller)
  useLongPress(scroller)
  usePreheat(scroller, ids)
  const items = virtualizer.getVirtualItems()
  const isNearEnd = (items.at(-1)?.index ?? 0) >= ids.length - NEAR_END
  useEffect(() => {
    if (isNearEnd) onNearEnd?.()
  }, [isNearEnd, onNearEnd])
  const Row = form.row === 'table' ? TableRow : CardRow
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be drawn in part.
    <div
      ref={scroller}
      role="grid"
      data-testid="list"
      data-scope="list"
      tabIndex={0}
      aria-label={t('list.label')}
      aria-multiselectable="true"
      aria-rowcount={total ?? -1}
      onPointerMove={freeze.pointerMoved}
      onPointerLeave={freeze.pointerLeft}
      onPointerDown={freeze.touched}
      onKeyDown={freeze.touched}
      className="ticket-grid @container min-h-0 flex-1 overflow-auto overscroll-contain [scrollbar-gutter:stable]"
    >
      {form.row === 'table' && <GridHead ids={ids} sort={sort} height={headHeight} onSort={onSort} />}
      <RowGroup className="relative" style={{ height: ids.length * rowHeight }}>
        {items.map(({ index }) => {
          const id = ids[index] ?? ''
          return (
            <Row
              key={id}
              id={id}
              at={index}
              top={index * rowHeight}
              height={rowHeight}
              isGhost={ghosts.has(id)}
              time={timeOf(sort)}
              onOpen={onOpen}
            />
          )
        })}
      </RowGroup>
    </div>
  )
}

type Scroller = RefObject<HTMLDivElement | null>

function useGridHandle(
  handle: RefObject<GridHandle | null>,
  scroller: Scroller,
  ids: readonly string[],
  { rowHeight, headHeight }: ListForm,
): void {
  const pending = useRef<{ id: string; y: number } | undefined>(undefined)
  useLayoutEffect(() => {
    const held = pending.current
    pending.current = undefined
    const at = held === undefined ? -1 : ids.indexOf(held.id)
    if (held !== undefined && at >= 0 && scroller.current !== null)
      scroller.current.scrollTop = at * rowHeight - held.y
  }, [ids, rowHeight, scroller])
  useImperativeHandle(handle, () => {
    const inner = () => Math.max(rowHeight, (scroller.current?.clientHeight ?? 0) - headHeight)
    const scrolled = () => scroller.current?.scrollTop ?? 0
    return {
      show(id) {
        const element = scroller.current
        const at = ids.indexOf(id)
        if (element === null || at < 0) return
        const top = at * rowHeight
        if (top < scrolled()) element.scrollTop = top
        else if (top + rowHeight > scrolled() + inner()) element.scrollTop = top + rowHeight - inner()
        const focused = document.activeElement
        if (focused === null || focused === document.body || focused.id === 'main')
          element.focus({ preventScroll: true })
      },
      focus: () => scroller.current?.focus({ preventScroll: true }),
      pageRows: () => Math.floor(inner() / rowHeight),
      holdStill(after, cursorId) {
        const yOf = (id: string) => ids.indexOf(id) * rowHeight - scrolled()
        const isInSight = (id: string) => yOf(id) > -rowHeight && yOf(id) < inner()
        const left = new Set(after)
        const first = ids.slice(Math.floor(scrolled() / rowHeight)).find((id) => left.has(id))
        const byScroll = scrolled() > 0 ? first : undefined
        const id = cursorId !== undefined && isInSight(cursorId) ? cursorId : byScroll
        pending.current = id === undefined ? undefined : { id, y: yOf(id) }
      },
    }
  }, [ids, rowHeight, headHeight, scroller])
}

/** Keeps the place for the way back, and takes it up. */
function useRemembering(scroller: Scroller, { entry, place }: GridProps): void {
  const { cursor } = useListParts()
  // biome-ignore lint/correctness/useExhaustiveDependencies: taken up once, when the grid begins.
  useLayoutEffect(() => {
    const element = scroller.current
    if (element !== null && element.scrollTop !== place.scrollTop) element.scrollTop = place.scrollTop
  }, [])
  useEffect(() => {
    const element = scroller.current
    if (element === null || entry === undefined) return
    rememberPlace(entry, place)
    const keep = () => {
      place.scrollTop = element.scrollTop
      place.cursorId = cursor.current()
    }
    element.addEventListener('scroll', keep, { passive: true })
    const off = cursor.subscribe(keep)
    return () => {
      element.removeEventListener('scroll', keep)
      off()
    }
  }, [scroller, entry, place, cursor])
}

/** Names the row under the cursor to readers of the screen, without drawing the grid again. */
function useActiveRow(scroller: Scroller): void {
  const { cursor } = useListParts()
  useEffect(() => {
    const name = () => {
      const id = cursor.current()
      if (id === undefined) scroller.current?.removeAttribute('aria-activedescendant')
      else scroller.current?.setAttribute('aria-activedescendant', rowElementId(id))
    }
    name()
    return cursor.subscribe(name)
  }, [scroller, cursor])
}

/** Where the rows of one list give way to those of another, the focus goes with them. */
function useKeptFocus(scroller: Scroller): void {
  const { focus } = useListParts()
  useLayoutEffect(() => {
    const element = scroller.current
    if (focus.isOnRows) element?.focus({ preventScroll: true })
    focus.isOnRows = false
    return () => {
      // Still in the page here; once it is out the focus is lost.
      focus.isOnRows = document.activeElement === element
    }
  }, [scroller, focus])
}
