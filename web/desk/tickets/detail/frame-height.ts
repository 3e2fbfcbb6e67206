import { type RefObject, useEffect, useRef, useState } from 'react'

const heights = new Map<string, number>()
const HEIGHTS_MAX = 500
/** A frame that is not there yet takes about the room of its text. */
const LINE_CHARS = 80
const LINE_PX = 20
const LEAST_PX = 96
const FIRST_MOST_PX = 480

/**
 * The height that a frame of this desk needs for all of its content; the page measures it, since nothing runs in the
 * frame. Kept by name, so that a message that was shown once has its room at once. `isFailed` when no document of the
 * desk is in it.
 */
export function useFrameHeight(
  name: string,
  textLength: number,
): { frame: RefObject<HTMLIFrameElement | null>; heightPx: number; isFailed: boolean } {
  const frame = useRef<HTMLIFrameElement>(null)
  const [measured, setMeasured] = useState<{ name: string; heightPx: number } | undefined>()
  const [isFailed, setFailed] = useState(false)
  useEffect(() => {
    const element = frame.current
    if (element === null) return
    return watchFrame(element, (heightPx) => {
      if (heightPx === undefined) return setFailed(true)
      remember(name, heightPx)
      setMeasured({ name, heightPx })
    })
  }, [name])
  const known = measured?.name === name ? measured.heightPx : heights.get(name)
  const guess = Math.min(FIRST_MOST_PX, LEAST_PX + Math.ceil(textLength / LINE_CHARS) * LINE_PX)
  return { frame, heightPx: known ?? guess, isFailed }
}

/** Tells the height of a frame's document each time it changes; undefined when the frame shows none of this desk. */
function watchFrame(frame: HTMLIFrameElement, onHeight: (heightPx: number | undefined) => void): () => void {
  let observer: ResizeObserver | undefined
  const look = () => {
    const page = frame.contentDocument
    // A frame that could not be loaded shows a page of the browser, which nobody else may look into.
    if (page === null) return onHeight(undefined)
    if (page.readyState !== 'complete' || page.URL === 'about:blank') return
    const measure = () => onHeight(heightOf(page))
    observer?.disconnect()
    observer = new ResizeObserver(measure)
    observer.observe(page.documentElement)
    measure()
  }
  frame.addEventListener('load', look)
  look()
  return () => {
    frame.removeEventListener('load', look)
    observer?.disconnect()
  }
}

function heightOf(page: Document): number {
  const root = page.documentElement
  const scrollbarPx = root.scrollWidth > root.clientWidth ? 16 : 0
  return Math.ceil(root.getBoundingClientRect().height) + scrollbarPx
}

function remember(name: string, heightPx: number): void {
  heights.delete(name)
  heights.set(name, heightPx)
  const oldest = heights.keys().next()
  if (heights.size > HEIGHTS_MAX && oldest.done === false) heights.delete(oldest.value)
}
