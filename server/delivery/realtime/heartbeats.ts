/** Calls each of its members once a period, spread over it, with one timer for all. */
export type Heartbeats<T> = { add(member: T): void; remove(member: T): void; stop(): void }

const SLOTS = 15

/** Starts the one timer. `beat` must not throw. */
export function startHeartbeats<T>(everyMs: number, beat: (member: T) => void): Heartbeats<T> {
  const slots = Array.from({ length: SLOTS }, () => new Set<T>())
  const slotOf = new Map<T, Set<T>>()
  let now = 0
  const timer = setInterval(() => {
    now = (now + 1) % SLOTS
    for (const member of slots[now] ?? []) beat(member)
  }, everyMs / SLOTS)
  timer.unref()
  return {
    add(member) {
      // The slot of this moment: its turn comes after a whole period.
      const slot = slots[now]
      slot?.add(member)
      if (slot !== undefined) slotOf.set(member, slot)
    },
    remove(member) {
      slotOf.get(member)?.delete(member)
      slotOf.delete(member)
    },
    stop: () => clearInterval(timer),
  }
}
