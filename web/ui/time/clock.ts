import { useSyncExternalStore } from 'react'

const TICK_MS = 30_000

let nowMs = Date.now()
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

/** The time of the one clock that all shown times follow; it moves every 30 s, and not at all in a hidden tab. */
export function useNow(): number {
  return useSyncExternalStore(listen, () => nowMs)
}

function listen(onTick: () => void): () => void {
  listeners.add(onTick)
  if (listeners.size === 1) start()
  return () => {
    listeners.delete(onTick)
    if (listeners.size === 0) clearInterval(timer)
  }
}

function start(): void {
  nowMs = Date.now()
  timer = setInterval(tick, TICK_MS)
}

function tick(): void {
  if (document.hidden) return
  nowMs = Date.now()
  for (const listener of listeners) listener()
}
