import { useSyncExternalStore } from 'react'
import type { Clock } from '../../api/index.ts'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** Whole seconds until an instant (RFC 3339), 0 when it is past; all that count follow one beat. */
export function useSecondsLeft(at: string, clock: Clock): number {
  return useSyncExternalStore(listen, () => Math.max(0, Math.ceil((Date.parse(at) - clock.now()) / 1000)))
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const one of listeners) one()
  }, BEAT_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** Half a second, so that a second is never shown for two. */
const BEAT_MS = 500
