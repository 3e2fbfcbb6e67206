import { Combobox as Base } from '@base-ui/react/combobox'
import type { ReactElement } from 'react'
import { type PickerOption, PickerPopup } from './picker-popup.tsx'

/** Several of many: like Picker, but it stays open while one ticks and unticks. `shown` is what the button says. */
export function MultiPicker({
  label,
  options,
  values,
  onPick,
  trigger,
  shown,
  defaultOpen = false,
}: {
  label: string
  options: readonly PickerOption[]
  values: readonly string[]
  onPick: (ids: readonly string[]) => void
  trigger: ReactElement
  shown: string
  defaultOpen?: boolean
}) {
  return (
    <Base.Root
      multiple
      items={options}
      value={options.filter(({ id }) => values.includes(id))}
      onValueChange={(chosen: PickerOption[]) => onPick(chosen.map(({ id }) => id))}
      itemToStringLabel={(option: PickerOption) => `${option.name} ${option.hint ?? ''}`}
      isItemEqualToValue={(one: PickerOption, other: PickerOption) => one.id === other.id}
      autoHighlight
      defaultOpen={defaultOpen}
    >
      {/* A combobox has no name from what it shows. */}
      <Base.Trigger render={trigger} aria-label={shown} />
      <PickerPopup label={label} />
    </Base.Root>
  )
}
