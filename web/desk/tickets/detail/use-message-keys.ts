import { useAction } from '../../../app/keys/keyboard.ts'
import type { ReadingPlaceHandle } from './use-reading-place.ts'

/** The keys that go from message to message; focus goes along, so that a reader of the screen reads on from there. */
export function useMessageKeys({ scroller, content }: ReadingPlaceHandle, when: boolean): void {
  const go = (by: 1 | -1) => {
    const messages = [...(content.current?.querySelectorAll<HTMLElement>('[data-message]') ?? [])]
    const focused = messages.findIndex((message) => message.contains(document.activeElement))
    const at = focused >= 0 ? focused + by : nearest(messages, scroller.current, by)
    const message = messages[Math.min(messages.length - 1, Math.max(0, at))]
    message?.focus({ preventScroll: true })
    message?.scrollIntoView({ block: 'nearest' })
  }
  useAction('detail.nextMessage', () => go(1), when)
  useAction('detail.previousMessage', () => go(-1), when)
}

/** The first message in sight, or the last one. */
function nearest(messages: readonly HTMLElement[], scroller: HTMLElement | null, by: 1 | -1): number {
  const { top, bottom } = scroller?.getBoundingClientRect() ?? { top: 0, bottom: 0 }
  return by === 1
    ? messages.findIndex((message) => message.getBoundingClientRect().top >= top)
    : messages.findLastIndex((message) => message.getBoundingClientRect().bottom <= bottom)
}
