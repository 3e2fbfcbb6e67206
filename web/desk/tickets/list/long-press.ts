import { type RefObject, useEffect } from 'react'
import { useDesk } from '../../../api/index.ts'
import { useListParts } from './list-parts.ts'

/** A finger that rests so long on a row selects it. */
export const LONG_PRESS_MS = 500
/** A finger that moved further than this, in px, scrolls. */
const MOVE_PX = 10

/** Selects a row by a finger that rests on it; the click that follows opens nothing. */
export function useLongPress(scroller: RefObject<HTMLElement | null>): void {
  const { selection, freeze } = useListParts()
  const { clock } = useDesk()
  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    const stop = new AbortController()
    let callOff: (() => void) | undefined
    let start: { x: number; y: number } | undefined
    let isTaken = false
    const end = () => {
      callOff?.()
      callOff = undefined
    }
    const on = <K extends keyof HTMLElementEventMap>(
      type: K,
      listener: (event: HTMLElementEventMap[K]) => void,
      capture = false,
    ) => element.addEventListener(type, listener, { signal: stop.signal, capture })
    on('pointerdown', (event) => {
      end()
      isTaken = false
      const row = event.target instanceof Element ? event.target.closest('[data-ticket]') : null
      const id = row?.getAttribute('data-ticket')
      if (event.pointerType === 'mouse' || id === null || id === undefined) return
      start = { x: event.clientX, y: event.clientY }
      callOff = clock.after(LONG_PRESS_MS, () => {
        isTaken = true
        freeze.touched()
        selection.toggle(id)
      })
    })
    on('pointermove', (event) => {
      if (start === undefined) return
      const movedPx = Math.hypot(event.clientX - start.x, event.clientY - start.y)
      if (movedPx > MOVE_PX) end()
    })
    for (const type of ['pointerup', 'pointercancel', 'pointerleave'] as const) on(type, end)
    on('contextmenu', (event) => isTaken && event.preventDefault())
    on(
      'click',
      (event) => {
        if (!isTaken) return
        isTaken = false
        event.preventDefault()
        event.stopPropagation()
      },
      true,
    )
    return () => {
      end()
      stop.abort()
    }
  }, [scroller, selection, freeze, clock])
}
