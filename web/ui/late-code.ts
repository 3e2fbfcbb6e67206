import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

const loaded = new Map<unknown, unknown>()

/**
 * Code that the first screen can do without: what was loaded, if it was, and a way to have it now instead of when idle.
 * What could not be had is asked for again by the next press, and once the network is back: a key that waits for it does
 * then what it says.
 */
export function useLoaded<Code>(load: () => Promise<Code>): { loaded: Code | undefined; load: () => void } {
  const [code, setCode] = useState(() => loaded.get(load) as Code | undefined)
  const [isMissed, setMissed] = useState(false)
  const loadNow = () => {
    load().then(
      (there) => {
        loaded.set(load, there)
        // Within the same turn, effects too: what waits for the code has the focus before the next key is read.
        flushSync(() => setCode(() => there))
      },
      () => setMissed(true),
    )
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: loads once; `load` is a constant of its module.
  useEffect(() => {
    if (code === undefined) return whenIdle(loadNow)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `loadNow` is another one in each rendering, and the same.
  useEffect(() => {
    if (!isMissed) return
    const again = () => {
      setMissed(false)
      loadNow()
    }
    window.addEventListener('online', again)
    return () => window.removeEventListener('online', again)
  }, [isMissed])
  return { loaded: code, load: loadNow }
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
