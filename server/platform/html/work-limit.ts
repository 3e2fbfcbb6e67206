/** What a limit on work reads and waits by. */
export type WorkClock = {
  /** CPU time of the worker in ms, ever growing; may reject, and may never answer. */
  cpuMs: () => Promise<number>
  /** Runs `look` once, later; returns how to call it off. */
  after: (ms: number, look: () => void) => () => void
}

/** A thread whose end is seen late costs this much more. */
const LOOK_EVERY_MS_MAX = 2_000
const LOOK_EVERY_MS_MIN = 5
/** Three minutes. Looks are counted, not the time: a process that was frozen for an hour looks once, then works on. */
const STILL_LOOKS_MAX = 90
/** Answering the question takes some CPU time of its own; the least slice of a thread that works is longer. */
const STILL_MS = 1

/**
 * Calls `onOver` once when the worker has used `cpuLimitMs` of CPU time from now, or has used none over 90 looks
 * (it hangs: no machine is so busy that a thread does not run for three minutes). Time in which the worker
 * waits for a processor does not count. A thread's CPU time never grows faster than the time, so nothing is
 * looked at before the limit could be reached. Returns how to end the watch.
 */
export function limitWork(clock: WorkClock, cpuLimitMs: number, onOver: () => void): () => void {
  let callOff = () => {}
  let ended = false
  let asking = false
  let stillLooks = 0
  let seenMs: number | undefined
  let startMs: number | undefined

  const end = () => {
    ended = true
    callOff()
  }
  const over = () => {
    end()
    onOver()
  }
  const lookAfter = (ms: number) => {
    callOff()
    callOff = clock.after(Math.min(Math.max(ms, LOOK_EVERY_MS_MIN), LOOK_EVERY_MS_MAX), look)
  }

  const look = () => {
    if (++stillLooks > STILL_LOOKS_MAX) return over()
    lookAfter(LOOK_EVERY_MS_MAX)
    ask()
  }
  const ask = () => {
    if (asking) return
    asking = true
    // A worker that cannot say has not begun, or is gone, which its own event tells.
    clock.cpuMs().then(hear, () => {
      asking = false
    })
  }
  const hear = (cpuMs: number) => {
    asking = false
    if (ended) return
    if (startMs === undefined || seenMs === undefined) {
      startMs = cpuMs
      seenMs = cpuMs
      return
    }
    if (cpuMs - startMs >= cpuLimitMs) return over()
    if (cpuMs - seenMs >= STILL_MS) {
      stillLooks = 0
      seenMs = cpuMs
    }
    lookAfter(startMs + cpuLimitMs - cpuMs)
  }

  lookAfter(cpuLimitMs)
  ask()
  return end
}
