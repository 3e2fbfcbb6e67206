import { Combobox as Base } from '@base-ui/react/combobox'
import type { ReactElement, ReactNode } from 'react'
import { t } from '../locales/t.ts'
import { classNames } from './class-names.ts'
import { OPTION_CLASS, overlayPlace, POPUP_CLASS } from './overlay-class.ts'

export type PickerOption = {
  id: string
  name: string
  icon?: ReactNode
  /** Found by these words too, and shown behind the name. */
  hint?: string
}

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
  const chosen = options.find((option) => option.id === value) ?? null
  return (
    <Base.Root
      items={options}
      value={chosen}
      onValueChange={(option: PickerOption | null) => option !== null && onPick(option.id)}
      itemToStringLabel={(option: PickerOption) => `${option.name} ${option.hint ?? ''}`}
      isItemEqualToValue={(one: PickerOption, other: PickerOption) => one.id === other.id}
      autoHighlight
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      {/* A combobox has no name from what it shows. */}
      <Base.Trigger render={trigger} aria-label={chosen === null ? label : `${label}: ${chosen.name}`} />
      <Base.Portal container={overlayPlace()}>
        <Base.Positioner align="start" sideOffset={4} className="z-(--layer-popover)">
          <Base.Popup aria-label={label} className={classNames(POPUP_CLASS, 'w-72 max-w-[calc(100vw-1rem)]')}>
            <Base.Input
              aria-label={t('ui.filterChoice', { label })}
              placeholder={label}
              className="h-9 w-full border-b border-border px-3 outline-none max-tablet:text-section"
            />
            <Base.Empty className="px-3 py-2 text-text-3 empty:hidden">{t('ui.noMatch')}</Base.Empty>
            <Base.List className="max-h-72 overflow-auto p-1 empty:hidden">
              {(option: PickerOption) => (
                <Base.Item key={option.id} value={option} className={OPTION_CLASS}>
                  {option.icon}
                  <span className="truncate">{option.name}</span>
                  {option.hint !== undefined && <span className="truncate text-text-3">{option.hint}</span>}
                  <Base.ItemIndicator className="ms-auto">✓</Base.ItemIndicator>
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
