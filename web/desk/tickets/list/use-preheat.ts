import { type RefObject, useEffect } from 'react'
import { useDesk } from '../../../api/index.ts'
import { useListParts } from './list-parts.ts'
import { useTicketPreload } from './ticket-view.ts'

/** The pointer rests so long on a row before its ticket is fetched. */
const POINT_MS = 80
/** The cursor rests so long before its ticket and the next one are. */
const CURSOR_MS = 150

/** Has tickets there before they are opened: the one that is pointed at, the one under the cursor and the one after it. */
export function usePreheat(scroller: RefObject<HTMLElement | null>, ids: readonly string[]): void {
  const { clock } = useDesk()
  const { cursor } = useListParts()
  const preload = useTicketPreload()
  useEffect(() => {
    const element = scroller.current
    let callOff: (() => void) | undefined
    const after = (ms: number, wanted: readonly (string | undefined)[]) => {
      callOff?.()
      callOff = clock.after(ms, () => {
        for (const id of wanted) if (id !== undefined) preload(id)
      })
    }
    const point = ({ target }: PointerEvent) => {
      const row = target instanceof Element ? target.closest('[data-ticket]') : null
      after(POINT_MS, [row?.getAttribute('data-ticket') ?? undefined])
    }
    const rest = () => {
      const id = cursor.current()
      if (id !== undefined) after(CURSOR_MS, [id, ids[ids.indexOf(id) + 1]])
    }
    element?.addEventListener('pointerover', point)
    const off = cursor.subscribe(rest)
    return () => {
      element?.removeEventListener('pointerover', point)
      off()
      callOff?.()
    }
  }, [scroller, ids, cursor, clock, preload])
}
