/** So close to the end somebody reads what comes. */
export const AT_END_PX = 48

export type ReadingPlace = {
  /** Whether the end is in sight. */
  isAtEnd(): boolean
  toEnd(): void
  /** Puts an element at the top of what is seen. */
  to(element: Element): void
  /** Keeps an element where it is through what comes next, if it is in sight. */
  hold(element: Element | undefined): void
  subscribe(listener: () => void): () => void
  stop(): void
}

/**
 * Keeps what somebody reads where it is on the screen, whatever grows above it: earlier messages, pictures, frames. At
 * the end it keeps the end. The elements in `[data-message]` are what is held on to. `onSeen` is told the seq of the last
 * message that was in sight, while the page is.
 */
export function createReadingPlace(
  scroller: HTMLElement,
  content: HTMLElement,
  onSeen: (seq: number) => void,
): ReadingPlace {
  let held: { element: Element; topPx: number } | undefined
  let isAtEnd = true
  const listeners = new Set<() => void>()
  const topOf = (element: Element) =>
    element.getBoundingClientRect().top - scroller.getBoundingClientRect().top
  const remember = () => {
    // Hidden behind another tab it has no place.
    if (scroller.clientHeight === 0) return
    const wasAtEnd = isAtEnd
    isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < AT_END_PX
    held = firstInSight(scroller, content)
    tellSeen()
    if (wasAtEnd !== isAtEnd) for (const listener of listeners) listener()
  }
  const tellSeen = () => {
    if (document.visibilityState !== 'visible') return
    const bottomPx = scroller.getBoundingClientRect().bottom
    const seen = messagesOf(content).findLast((message) => message.getBoundingClientRect().top < bottomPx)
    if (seen !== undefined) onSeen(Number(seen.getAttribute('data-seq')))
  }
  const restore = () => {
    if (scroller.clientHeight === 0) return
    if (isAtEnd) scroller.scrollTop = scroller.scrollHeight
    else if (held?.element.isConnected === true) {
      const movedPx = topOf(held.element) - held.topPx
      if (Math.abs(movedPx) >= 0.5) scroller.scrollTop += movedPx
    }
    tellSeen()
  }
  // Both run before paint: nothing is seen to jump. The first at once, so that what the reader looks at does not move even
  // for the browser's own account of it; the second after layout, for what grows without a change: pictures, letters.
  const changes = new MutationObserver(restore)
  changes.observe(content, { childList: true, subtree: true, attributeFilter: ['style', 'class'] })
  const observer = new ResizeObserver(restore)
  observer.observe(content)
  observer.observe(scroller)
  scroller.addEventListener('scroll', remember, { passive: true })
  document.addEventListener('visibilitychange', tellSeen)
  remember()
  return {
    isAtEnd: () => isAtEnd,
    toEnd() {
      scroller.scrollTop = scroller.scrollHeight
      remember()
    },
    to(element) {
      scroller.scrollTop += topOf(element) - MARGIN_PX
      remember()
    },
    hold(element) {
      const box = element?.getBoundingClientRect()
      const seen = scroller.getBoundingClientRect()
      if (element === undefined || box === undefined || box.bottom < seen.top || box.top > seen.bottom) return
      held = { element, topPx: box.top - seen.top }
      isAtEnd = false
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop() {
      changes.disconnect()
      observer.disconnect()
      scroller.removeEventListener('scroll', remember)
      document.removeEventListener('visibilitychange', tellSeen)
    },
  }
}

const MARGIN_PX = 12

function messagesOf(content: HTMLElement): Element[] {
  return [...content.querySelectorAll('[data-message]')]
}

/** The first message that is not wholly above what is seen, with its place. */
function firstInSight(scroller: HTMLElement, content: HTMLElement) {
  const topPx = scroller.getBoundingClientRect().top
  const element = messagesOf(content).find((message) => message.getBoundingClientRect().bottom > topPx)
  return element === undefined ? undefined : { element, topPx: element.getBoundingClientRect().top - topPx }
}
