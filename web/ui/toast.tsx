import { useEffect } from 'react'
import { useLoaded } from './late-code.ts'

export type ToastText = {
  text: string
  detail?: string
  /** `alert` interrupts a reader of the screen: for failures alone. */
  kind?: 'status' | 'alert'
  action?: { text: string; keys?: string; onSelect: () => void }
}

type Layer = typeof import('./toast-layer.tsx')

const loadLayer = () => import('./toast-layer.tsx')
let ready: (layer: Layer) => void = () => undefined
let loadNow: () => Promise<unknown> = async () => undefined
const layerReady = new Promise<Layer>((resolve) => {
  ready = resolve
})

/**
 * Says in a corner what happened. With an action it stays longer, and while it is hovered or focused it does not go; F6
 * leads to it. Answers how to take it away before its time. What comes before the layer is there waits for it.
 */
export function showToast(toast: ToastText): () => void {
  let take: (() => void) | undefined
  let isOver = false
  void loadNow()
  void layerReady.then((layer) => {
    if (!isOver) take = layer.addToast(toast)
  })
  return () => {
    isOver = true
    take?.()
  }
}

/** Where toasts appear; once in the page. */
export function Toasts() {
  const { loaded, load } = useLoaded(loadLayer)
  useEffect(() => {
    loadNow = load
  }, [load])
  return loaded === undefined ? null : <loaded.ToastLayer onReady={() => ready(loaded)} />
}
