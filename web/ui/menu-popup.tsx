import { Menu as Base } from '@base-ui/react/menu'
import { useEffect, useRef } from 'react'
import { classNames } from './class-names.ts'
import { Kbd } from './kbd.tsx'
import type { MenuEntry, MenuProps } from './menu.tsx'
import { OPTION_CLASS, overlayPlace, POPUP_CLASS } from './overlay-class.ts'

/** A menu whose code is there: see Menu. `startsOpen` and `takesFocus` go on with what the plain button began. */
export function MenuPopup({
  label,
  trigger,
  entries,
  side = 'bottom',
  startsOpen,
  takesFocus,
}: MenuProps & { startsOpen: boolean; takesFocus: boolean }) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (takesFocus) button.current?.focus()
  }, [takesFocus])
  return (
    <Base.Root defaultOpen={startsOpen}>
      <Base.Trigger ref={button} render={trigger} />
      <Base.Portal container={overlayPlace()}>
        <Base.Positioner side={side} align="start" sideOffset={4} className="z-(--layer-popover)">
          <Base.Popup aria-label={label} className={classNames(POPUP_CLASS, 'min-w-52 p-1')}>
            {entries.map((entry, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: separators have nothing else, and the order is fixed.
              <MenuRow key={at} entry={entry} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function MenuRow({ entry }: { entry: MenuEntry }) {
  if (entry.kind === 'separator') return <Base.Separator className="my-1 border-t border-border" />
  if (entry.kind === 'heading')
    return <div className="px-2 pt-1.5 pb-0.5 text-caption font-medium text-text-3">{entry.text}</div>
  const { text, icon, keys, danger, disabledBecause, chosen, onSelect } = entry
  return (
    <Base.Item
      disabled={disabledBecause !== undefined}
      title={disabledBecause}
      aria-current={chosen === true ? 'true' : undefined}
      onClick={onSelect}
      className={classNames(OPTION_CLASS, danger === true && 'text-danger')}
    >
      {icon}
      <span className="flex-1">{text}</span>
      {chosen === true && <span aria-hidden="true">✓</span>}
      {keys !== undefined && <Kbd keys={keys} />}
    </Base.Item>
  )
}
