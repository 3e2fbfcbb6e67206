import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { createReadingPlace, type ReadingPlace } from './reading-place.ts'

export type ReadingPlaceHandle = {
  scroller: RefObject<HTMLElement | null>
  content: RefObject<HTMLDivElement | null>
  isAtEnd: boolean
  toEnd: () => void
  /** Keeps an element where it is through what comes next, if it is in sight. */
  hold: (selector: string) => void
}

/** The place at which somebody reads: it begins at a message, else at the end. See createReadingPlace. */
export function useReadingPlace(
  beginId: string | undefined,
  onSeen: (seq: number) => void,
): ReadingPlaceHandle {
  const scroller = useRef<HTMLElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const place = useRef<ReadingPlace>(undefined)
  const [isAtEnd, setAtEnd] = useState(true)
  const seen = useEffectEvent(onSeen)
  const begin = useEffectEvent((made: ReadingPlace) => {
    const first = beginId === undefined ? null : content.current?.querySelector(`[data-message="${beginId}"]`)
    if (first == null) made.toEnd()
    else made.to(first)
  })
  useLayoutEffect(() => {
    if (scroller.current === null || content.current === null) return
    const made = createReadingPlace(scroller.current, content.current, (seq) => seen(seq))
    place.current = made
    begin(made)
    setAtEnd(made.isAtEnd())
    const off = made.subscribe(() => setAtEnd(made.isAtEnd()))
    return () => {
      off()
      made.stop()
    }
  }, [])
  return {
    scroller,
    content,
    isAtEnd,
    toEnd: () => place.current?.toEnd(),
    hold: (selector) => place.current?.hold(content.current?.querySelector(selector) ?? undefined),
  }
}

/** Goes to the end when somebody put something there themselves: a newer own message, one more that is held back. */
export function useFollowOwn(toEnd: () => void, own: { seq: number; queued: number }): void {
  const { seq, queued } = own
  const before = useRef({ seq, queued })
  const go = useEffectEvent(toEnd)
  useEffect(() => {
    const known = before.current
    if (seq > known.seq || queued > known.queued) go()
    before.current = { seq: Math.max(seq, known.seq), queued }
  }, [seq, queued])
}
