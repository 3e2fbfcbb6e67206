import { Combobox as Base } from '@base-ui/react/combobox'
import { comboboxOf, type PickerOption, PickerPopup, useRowLimit } from './picker-popup.tsx'

/**
 * One of many, opened by a key: a list with a box to narrow it by typing, beside the element that `anchor` finds. It is
 * open for as long as it is rendered; focus goes back to where it was. Without an anchor it lies in the middle.
 */
export function AnchoredPicker({
  label,
  options,
  value,
  onPick,
  onClose,
  anchor,
  note,
}: {
  label: string
  options: readonly PickerOption[]
  value: string | null
  onPick: (id: string) => void
  onClose: () => void
  anchor: () => Element | null
  /** What happened meanwhile. */
  note?: string | undefined
}) {
  const { limit, onScroll } = useRowLimit()
  return (
    <Base.Root
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      {...comboboxOf({ options, value, onPick })}
      limit={limit}
    >
      <PickerPopup label={label} anchor={anchor} note={note} onScroll={onScroll} />
    </Base.Root>
  )
}
