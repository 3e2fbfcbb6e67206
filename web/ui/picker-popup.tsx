import { Combobox as Base } from '@base-ui/react/combobox'
import { type KeyboardEvent, type ReactNode, type UIEvent, useState } from 'react'
import { t } from '../locales/t.ts'
import { classNames } from './class-names.ts'
import { OPTION_CLASS, overlayPlace, POPUP_CLASS } from './overlay-class.ts'

export type PickerOption = {
  id: string
  name: string
  icon?: ReactNode
  /** Found by these words too, and shown behind the name. */
  hint?: string | undefined
  /** Why it cannot be chosen now; shown behind the name. */
  disabledBecause?: string | undefined
}

type Options = {
  options: readonly PickerOption[]
  value: string | null
  onPick: (id: string) => void
}

/** What a combobox of these options is told of them. */
export function comboboxOf({ options, value, onPick }: Options) {
  return {
    items: options,
    value: options.find((option) => option.id === value) ?? null,
    onValueChange: (option: PickerOption | null) => option !== null && onPick(option.id),
    itemToStringLabel: (option: PickerOption) => `${option.name} ${option.hint ?? ''}`,
    isItemEqualToValue: (one: PickerOption, other: PickerOption) => one.id === other.id,
    autoHighlight: true,
  }
}

/** So many rows are drawn at once: on a busy machine all of 200 took 290 ms to open, 50 of them 150 (medians of 5). */
const ROWS_AT_ONCE = 50

/** How many of the options are drawn: more of them once the last ones come into sight. */
export function useRowLimit(): { limit: number; onScroll: (event: UIEvent) => void } {
  const [limit, setLimit] = useState(ROWS_AT_ONCE)
  return {
    limit,
    onScroll({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) {
      if (scrollTop + 2 * clientHeight > scrollHeight) setLimit((before) => before + ROWS_AT_ONCE)
    },
  }
}

/**
 * The box of a picker: a line to narrow the options by typing, then the options. `note` is read out when it comes; it
 * stands at the far end from where the box hangs, where it moves no option.
 */
export function PickerPopup({
  label,
  anchor,
  note,
  onScroll,
}: {
  label: string
  anchor?: () => Element | null
  note?: string | undefined
  onScroll?: (event: UIEvent) => void
}) {
  return (
    <Base.Portal container={overlayPlace()}>
      <Base.Positioner
        align="start"
        sideOffset={4}
        className="z-(--layer-popover)"
        {...(anchor === undefined ? {} : { anchor })}
      >
        <Base.Popup
          aria-label={label}
          className={classNames(POPUP_CLASS, 'group flex w-72 max-w-[calc(100vw-1rem)] flex-col')}
        >
          <Base.Input
            ref={takeFocus}
            onKeyDown={pickFirstMatch}
            aria-label={t('ui.filterChoice', { label })}
            placeholder={label}
            className="h-9 w-full border-b border-border px-3 outline-none max-tablet:text-section pointer-coarse:h-11"
          />
          <Base.Empty className="px-3 py-2 text-text-3 empty:hidden">{t('ui.noMatch')}</Base.Empty>
          <Base.List
            {...(onScroll === undefined ? {} : { onScroll })}
            className="max-h-72 overflow-auto p-1 empty:hidden"
          >
            {(option: PickerOption) => <Row key={option.id} option={option} />}
          </Base.List>
          <p
            role="status"
            className="group-data-[side=top]:order-first bg-info-tint px-3 py-1.5 text-meta text-info empty:hidden"
          >
            {note}
          </p>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  )
}

/** In the same turn as the key that opened it: what is typed right behind it is for this line already. */
function takeFocus(input: HTMLInputElement | null): void {
  input?.focus({ preventScroll: true })
}

/**
 * Enter right behind the last letter comes before the first match is marked, and would close the list without it: then
 * that match is taken all the same.
 */
function pickFirstMatch(event: KeyboardEvent<HTMLInputElement> & { preventBaseUIHandler: () => void }): void {
  const input = event.currentTarget
  if (event.key !== 'Enter' || input.value === '' || input.hasAttribute('aria-activedescendant')) return
  const list = document.getElementById(input.getAttribute('aria-controls') ?? '')
  const first = list?.querySelector('[role="option"]:not([aria-disabled="true"])')
  if (!(first instanceof HTMLElement)) return
  event.preventDefault()
  event.preventBaseUIHandler()
  first.click()
}

function Row({ option }: { option: PickerOption }) {
  const { name, icon, hint, disabledBecause } = option
  const behind = disabledBecause ?? hint
  return (
    <Base.Item value={option} disabled={disabledBecause !== undefined} className={OPTION_CLASS}>
      {icon}
      <span className="max-w-[85%] shrink-0 truncate">{name}</span>
      {behind !== undefined && <span className="truncate text-text-3">{behind}</span>}
      <Base.ItemIndicator className="ms-auto">✓</Base.ItemIndicator>
    </Base.Item>
  )
}
