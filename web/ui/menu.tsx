import { type ComponentProps, cloneElement, type ReactElement, type ReactNode, useState } from 'react'
import { useLoaded } from './late-code.ts'
import { sayMissed } from './late-failure.ts'

export type MenuEntry =
  | { kind: 'separator' }
  | { kind: 'heading'; text: string }
  | {
      kind?: 'action'
      id: string
      text: string
      icon?: ReactNode
      keys?: string | undefined
      danger?: boolean
      /** Why it cannot be done now. */
      disabledBecause?: string | undefined
      /** Set where the entry is one of a choice. */
      chosen?: boolean
      onSelect: () => void
    }

export type MenuProps = {
  /** Names the list for readers of the screen. */
  label: string
  trigger: ReactElement<ComponentProps<'button'>>
  entries: readonly MenuEntry[]
  side?: 'top' | 'bottom'
}

const loadPopup = () => import('./menu-popup.tsx')

/**
 * A button and what it offers. The code of the menu comes when the page has time, or at once when the button is
 * pointed at; a press before that opens it as soon as it is there.
 */
export function Menu(props: MenuProps) {
  const popup = useLoaded(loadPopup)
  const [isWanted, setWanted] = useState(false)
  const [hasFocus, setFocus] = useState(false)
  const want = async () => {
    setWanted(true)
    if (await popup.load()) return
    sayMissed(props.label)
    setWanted(false)
  }
  if (popup.loaded !== undefined)
    return <popup.loaded.MenuPopup {...props} startsOpen={isWanted} takesFocus={hasFocus} />
  return cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: () => void popup.load(),
    // The code may come between the press and the click, and the button that was pressed goes with it.
    onPointerDown: (event) => event.pointerType === 'mouse' && event.button === 0 && setWanted(true),
    onPointerCancel: () => setWanted(false),
    onFocus: () => setFocus(true),
    onBlur: () => setFocus(false),
    onClick: () => void want(),
  })
}
