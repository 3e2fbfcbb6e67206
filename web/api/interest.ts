import type { Clock } from './clock.ts'

export type Interest = {
  /** Holds a topic until the answer is called; a topic nobody holds lingers half a minute. */
  hold(topic: string): () => void
  drop(topic: string): void
  topics(): readonly string[]
}

/** Counts who on the page holds which topic, and tells when the list changes. */
export function createInterest(clock: Clock, onChange: (topics: readonly string[]) => void): Interest {
  const holders = new Map<string, number>()
  const lingering = new Map<string, () => void>()
  const tell = () => onChange([...holders.keys()])
  const release = (topic: string) => {
    const left = (holders.get(topic) ?? 1) - 1
    if (!holders.has(topic)) return
    holders.set(topic, left)
    if (left > 0) return
    const cancel = clock.after(LINGER_MS, () => {
      lingering.delete(topic)
      holders.delete(topic)
      tell()
    })
    lingering.set(topic, cancel)
  }
  return {
    hold(topic) {
      const isNew = !holders.has(topic)
      lingering.get(topic)?.()
      lingering.delete(topic)
      holders.set(topic, (holders.get(topic) ?? 0) + 1)
      if (isNew) tell()
      let isHeld = true
      return () => {
        if (isHeld) release(topic)
        isHeld = false
      }
    },
    drop(topic) {
      lingering.get(topic)?.()
      lingering.delete(topic)
      if (holders.delete(topic)) tell()
    },
    topics: () => [...holders.keys()],
  }
}

const LINGER_MS = 30_000
