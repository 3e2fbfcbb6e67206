/** What a meter reads and looks by. */
export type ParseClock = {
  /** CPU time of this thread in ms, ever growing. */
  cpuMs: () => number
  /** Runs `look` again and again; returns how to end that. */
  every: (ms: number, look: () => void) => () => void
}

export type ParseMeter = {
  /** Does a piece of the work on the mail at once, and counts it. */
  turn: <Result>(work: () => Result) => Result
  end: () => void
}

const LOOK_EVERY_MS = 2_000
/** Three minutes. A parser that works takes a turn between any two looks, however late they are. */
const STILL_LOOKS_MAX = 90

/** The thread's own clock. Node 22.18 knows the CPU time of the whole process only, which is more. */
export const threadClock: ParseClock = {
  cpuMs: () => {
    const canTell = typeof process.threadCpuUsage === 'function'
    const { user, system } = canTell ? process.threadCpuUsage() : process.cpuUsage()
    return (user + system) / 1000
  },
  every: (ms, look) => {
    const timer = setInterval(look, ms)
    return () => clearInterval(timer)
  },
}

/**
 * Counts the CPU time of the turns that one mail takes in a thread it shares with others: what those do between
 * its turns, and waiting for a processor, does not count. Calls `fail` once, at the end of the turn in which the
 * turns together are over `cpuLimitMs`, or when none was taken over 90 looks: the parser stands still.
 */
export function meterParse(clock: ParseClock, cpuLimitMs: number, fail: (error: Error) => void): ParseMeter {
  let usedMs = 0
  let stillLooks = 0
  let inTurn = false
  let ended = false

  const end = () => {
    ended = true
    endLooks()
  }
  const giveUp = (why: string) => {
    if (ended) return
    end()
    fail(new Error(why))
  }
  const endLooks = clock.every(LOOK_EVERY_MS, () => {
    if (++stillLooks > STILL_LOOKS_MAX) giveUp('the parser stands still')
  })

  const turn = <Result>(work: () => Result): Result => {
    // A turn within a turn is counted by the outer one.
    if (inTurn) return work()
    inTurn = true
    stillLooks = 0
    const startMs = clock.cpuMs()
    try {
      return work()
    } finally {
      inTurn = false
      usedMs += clock.cpuMs() - startMs
      if (usedMs > cpuLimitMs) giveUp('parsing took too long')
    }
  }
  return { turn, end }
}
