import { useEffect, useState, useSyncExternalStore } from 'react'
import { createLatePiece, type LatePiece, type LateState } from './late-piece.ts'

const RARE_MS = 10_000

const pieces = new Map<() => Promise<unknown>, LatePiece<unknown>>()

export type LateCode<Code> = LateState<Code> & Pick<LatePiece<Code>, 'load'>

/**
 * Code that the first screen can do without: what was loaded, if it was, and a way to have it now instead of when idle.
 * `load` is a constant of its module, and all who name it share the piece. Code that is rarely wanted comes later, when
 * the first keys of a slow machine are done.
 */
export function useLoaded<Code>(load: () => Promise<Code>, isRare = false): LateCode<Code> {
  const piece = pieceOf(load)
  const state = useSyncExternalStore(piece.subscribe, piece.state)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once; whether it is rare is never another.
  useEffect(() => {
    if (piece.state().loaded !== undefined) return
    // What was missed already is said where it is wanted: it comes by a press there, or with the network.
    const ask = () => void (piece.state().isMissed || piece.load())
    if (!isRare) return whenIdle(ask)
    let callOff = () => {}
    const timer = setTimeout(() => {
      callOff = whenIdle(ask)
    }, RARE_MS)
    return () => {
      clearTimeout(timer)
      callOff()
    }
  }, [piece])
  return { ...state, load: piece.load }
}

function pieceOf<Code>(load: () => Promise<Code>): LatePiece<Code> {
  const known = pieces.get(load) as LatePiece<Code> | undefined
  if (known !== undefined) return known
  const piece = createLatePiece(load)
  pieces.set(load, piece)
  return piece
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
