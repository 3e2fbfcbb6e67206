const ONLINE_WAITS_MS = [0, 500, 2_000, 5_000]

export type LateState<Code> = {
  loaded: Code | undefined
  /** It was asked for and could not be had. */
  isMissed: boolean
}

/** Code that the first screen can do without, the same for all who wait for it; made for useSyncExternalStore. */
export type LatePiece<Code> = {
  state: () => LateState<Code>
  subscribe: (listener: () => void) => () => void
  /** Asks for it now; resolves to whether it is there, and never rejects. The same function for good. */
  load: () => Promise<boolean>
}

/** What a piece knows of the browser. */
export type LateGround = {
  onOnline: (listener: () => void) => void
  pass: (ms: number) => Promise<void>
}

const browser: LateGround = {
  onOnline: (listener) => window.addEventListener('online', listener),
  pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

/**
 * A piece that `fetchCode` brings. What could not be had is asked for again by the next who wants it, and a few times
 * once the network is back, which may fail once more then: a key that waits for it does then what it says.
 */
export function createLatePiece<Code>(fetchCode: () => Promise<Code>, ground = browser): LatePiece<Code> {
  let state: LateState<Code> = { loaded: undefined, isMissed: false }
  let coming: Promise<boolean> | undefined
  let retrying: Promise<boolean> | undefined
  let onlines = 0
  const listeners = new Set<() => void>()
  const change = (next: LateState<Code>) => {
    state = next
    for (const listener of listeners) listener()
  }
  const fetchOnce = async (): Promise<boolean> => {
    if (state.isMissed) change({ loaded: undefined, isMissed: false })
    try {
      change({ loaded: await fetchCode(), isMissed: false })
    } catch {
      change({ loaded: undefined, isMissed: true })
    }
    return !state.isMissed
  }
  const attempt = () => {
    coming ??= fetchOnce().finally(() => {
      coming = undefined
    })
    return coming
  }
  const attemptOften = async (): Promise<boolean> => {
    for (const waitMs of ONLINE_WAITS_MS) {
      if (waitMs > 0) await ground.pass(waitMs)
      if (state.loaded !== undefined || (await attempt())) return true
    }
    return false
  }
  const retry = () => {
    retrying ??= attemptOften().finally(() => {
      retrying = undefined
    })
    return retrying
  }
  // Listens from the start: a failure right before the network is back would be noticed too late.
  ground.onOnline(() => {
    onlines += 1
    if (!state.isMissed) return
    void attempt()
    void retry()
  })
  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async load() {
      if (state.loaded !== undefined) return true
      const before = onlines
      if (await attempt()) return true
      // The network came back while this was on its way: nobody tells of it again.
      return onlines !== before && retry()
    },
  }
}
