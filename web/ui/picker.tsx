import { Combobox as Base } from '@base-ui/react/combobox'
import type { ReactElement } from 'react'
import { comboboxOf, type PickerOption, PickerPopup, useRowLimit } from './picker-popup.tsx'

export type { PickerOption } from './picker-popup.tsx'

/**
 * One of many: a button that opens a list with a box to narrow it by typing. `label` names the choice, "Assignee".
 * Opened by its button, or from outside by `open`, as a key of the keyboard map does.
 */
export function Picker({
  label,
  options,
  value,
  onPick,
  trigger,
  open,
  onOpenChange,
}: {
  label: string
  options: readonly PickerOption[]
  value: string | null
  onPick: (id: string) => void
  trigger: ReactElement
  open?: boolean
  onOpenChange?: (open: boolean) => void
}) {
  const { limit, onScroll } = useRowLimit()
  const chosen = options.find((option) => option.id === value)
  return (
    <Base.Root
      {...comboboxOf({ options, value, onPick })}
      limit={limit}
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      {/* A combobox has no name from what it shows. */}
      <Base.Trigger render={trigger} aria-label={chosen === undefined ? label : `${label}: ${chosen.name}`} />
      <PickerPopup label={label} onScroll={onScroll} />
    </Base.Root>
  )
}
