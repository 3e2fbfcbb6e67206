import { type ReactNode, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { t } from '../locales/t.ts'
import { type HeldKeys, holdKeys } from './held-keys.ts'
import { useLoaded } from './late-code.ts'
import { sayMissed } from './late-failure.ts'

/** After so long without its code a box is given up. */
const COMING_MS = 5_000

/**
 * A box over the page whose code comes when the page has time, or at once when it is first opened. Until it is there it
 * has the keys already, see holdKeys; code that cannot be had is said, and the box is closed. Once shown it is kept, so
 * that closing has its motion and opening again is at once.
 */
export function LateLayer<Code>({
  load,
  open,
  label,
  isRare = false,
  onClose,
  children,
}: {
  load: () => Promise<Code>
  open: boolean
  /** Its code waits longer; see useLoaded. */
  isRare?: boolean
  /** What it is called when it does not come. */
  label: string
  onClose: () => void
  children: (code: Code) => ReactNode
}) {
  const { loaded, load: ask } = useLoaded(load, isRare)
  const isWaiting = open && loaded === undefined
  const [wasOpen, setWasOpen] = useState(open)
  if (open && !wasOpen) setWasOpen(true)
  const close = useEffectEvent(onClose)
  const giveUp = useEffectEvent(() => {
    sayMissed(label)
    onClose()
  })
  const held = useRef<HeldKeys | undefined>(undefined)
  useLayoutEffect(() => {
    if (isWaiting) held.current = holdKeys(() => close())
    else if (open) held.current?.boxIsThere()
    else held.current?.release()
  }, [isWaiting, open])
  useEffect(() => () => held.current?.release(), [])
  useEffect(() => {
    if (!isWaiting) return
    let isOver = false
    const end = () => {
      if (!isOver) giveUp()
      isOver = true
    }
    const timer = setTimeout(end, COMING_MS)
    void ask().then((isThere) => isThere || end())
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [isWaiting, ask])
  if (loaded !== undefined) return wasOpen ? children(loaded) : null
  return (
    <p role="status" className="sr-only">
      {open && t('ui.loading')}
    </p>
  )
}
