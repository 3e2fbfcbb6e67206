import { useEffect, useRef, useState } from 'react'
import { Kbd } from './kbd.tsx'

type Tip = { element: Element; text: string; keys: string | undefined }

const DELAY_MS = 500
const GAP_PX = 6

/**
 * Shows the text of what is pointed at or has focus (marked by `tip`). One layer for the page: rows with ten buttons
 * each cost nothing until one is pointed at. It can be pointed at itself, and Esc takes it away (WCAG 2.2, 1.4.13).
 */
export function TipLayer() {
  const [tip, setTip] = useState<Tip | undefined>()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => follow(document, () => box.current, setTip), [])
  useEffect(() => {
    if (tip !== undefined && box.current !== null) place(box.current, tip.element)
  }, [tip])
  if (tip === undefined) return null
  return (
    <div
      ref={box}
      aria-hidden="true"
      className="fixed z-(--layer-popover) flex max-w-72 items-center gap-2 rounded-control border border-border bg-surface px-2 py-1 text-meta text-text shadow-mid"
    >
      {tip.text}
      {tip.keys !== undefined && <Kbd keys={tip.keys} />}
    </div>
  )
}

function follow(page: Document, box: () => Element | null, show: (tip: Tip | undefined) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let shown: Element | undefined
  const hide = () => {
    clearTimeout(timer)
    shown = undefined
    show(undefined)
  }
  const point = (target: EventTarget | null, delayMs: number) => {
    if (!(target instanceof Element) || box()?.contains(target)) return
    const element = target.closest('[data-tip]') ?? undefined
    if (element === shown) return
    hide()
    if (element === undefined) return
    shown = element
    timer = setTimeout(() => show(tipOf(element)), delayMs)
  }
  const listeners = {
    pointerover: (event: Event) =>
      (event as PointerEvent).pointerType === 'mouse' && point(event.target, DELAY_MS),
    // Only focus that a key brought: a click has just read the button.
    focusin: (event: Event) => (event.target as Element).matches(':focus-visible') && point(event.target, 0),
    focusout: hide,
    pointerdown: hide,
    keydown: hide,
  }
  for (const [name, listener] of Object.entries(listeners)) page.addEventListener(name, listener)
  page.addEventListener('scroll', hide, true)
  return () => {
    hide()
    for (const [name, listener] of Object.entries(listeners)) page.removeEventListener(name, listener)
    page.removeEventListener('scroll', hide, true)
  }
}

function tipOf(element: Element): Tip | undefined {
  if (!element.isConnected) return undefined
  const text = element.getAttribute('data-tip') ?? ''
  return { element, text, keys: element.getAttribute('data-tip-keys') ?? undefined }
}

/** Above what it is about; behind it where it says so, as in a column, whose next entry it would hide. */
function place(box: HTMLElement, element: Element): void {
  const around = element.getBoundingClientRect()
  const { width, height } = box.getBoundingClientRect()
  if (element.hasAttribute('data-tip-beside')) {
    const isRtl = getComputedStyle(element).direction === 'rtl'
    box.style.left = `${isRtl ? around.left - width - GAP_PX : around.right + GAP_PX}px`
    box.style.top = `${around.top + (around.height - height) / 2}px`
    return
  }
  const left = Math.min(
    Math.max(GAP_PX, around.left + around.width / 2 - width / 2),
    innerWidth - width - GAP_PX,
  )
  const above = around.top - height - GAP_PX
  box.style.left = `${left}px`
  box.style.top = `${above < GAP_PX ? around.bottom + GAP_PX : above}px`
}
