import { useEffect, useRef, useState } from 'react'

const RARE_MS = 10_000
const ONLINE_WAITS_MS = [0, 500, 2_000, 5_000]

const loaded = new Map<unknown, unknown>()

export type LateCode<Code> = {
  loaded: Code | undefined
  /** It was asked for and could not be had. */
  isMissed: boolean
  /** Asks for it now; resolves to whether it is there, and never rejects. */
  load: () => Promise<boolean>
}

/**
 * Code that the first screen can do without: what was loaded, if it was, and a way to have it now instead of when idle.
 * What could not be had is asked for again by the next press, and once the network is back: a key that waits for it does
 * then what it says. Code that is rarely wanted comes later, when the first keys of a slow machine are done.
 */
export function useLoaded<Code>(load: () => Promise<Code>, isRare = false): LateCode<Code> {
  const [code, setCode] = useState(() => loaded.get(load) as Code | undefined)
  const [isMissed, setMissed] = useState(false)
  const wasAsked = useRef(false)
  const wasMissed = useRef(false)
  const loadNow = (): Promise<boolean> => {
    wasAsked.current = true
    wasMissed.current = false
    setMissed(false)
    const wasOnline = navigator.onLine
    return load().then(
      (there) => {
        loaded.set(load, there)
        setCode(() => there)
        return true
      },
      () => {
        wasMissed.current = true
        setMissed(true)
        // The network came back while this was on its way: nobody tells of it again.
        return !wasOnline && navigator.onLine && loadOnline()
      },
    )
  }
  /** A network that is just back fails once more now and then. */
  const loadOnline = async (): Promise<boolean> => {
    for (const waitMs of ONLINE_WAITS_MS) {
      await new Promise((pass) => setTimeout(pass, waitMs))
      if (await loadNow()) return true
    }
    return false
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: loads once; `load` is a constant of its module.
  useEffect(() => {
    if (code !== undefined) return
    const ask = () => void (wasAsked.current || loadNow())
    if (!isRare) return whenIdle(ask)
    let callOff = () => {}
    const timer = setTimeout(() => {
      callOff = whenIdle(ask)
    }, RARE_MS)
    return () => {
      clearTimeout(timer)
      callOff()
    }
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `loadOnline` is another one in each rendering, and the same.
  useEffect(() => {
    // Listens from the start: a failure right before the network is back would be noticed too late.
    const again = () => wasMissed.current && void loadOnline()
    window.addEventListener('online', again)
    return () => window.removeEventListener('online', again)
  }, [])
  return { loaded: code, isMissed, load: loadNow }
}

/** Runs something when the page has nothing else to do, at the latest after 2 s. Answers how to call it off. */
export function whenIdle(run: () => void): () => void {
  // Safari has no idle callbacks.
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(run, 200)
    return () => clearTimeout(timer)
  }
  const handle = requestIdleCallback(run, { timeout: 2_000 })
  return () => cancelIdleCallback(handle)
}

/** Whether the page was painted since this component was there: what the first paint can do without waits for it. */
export function usePainted(): boolean {
  const [isPainted, setPainted] = useState(false)
  useEffect(() => {
    // The first frame is the one that paints it; the second begins when that was done.
    let handle = requestAnimationFrame(() => {
      handle = requestAnimationFrame(() => setPainted(true))
    })
    return () => cancelAnimationFrame(handle)
  }, [])
  return isPainted
}
