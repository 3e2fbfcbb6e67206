import { Autocomplete as Base } from '@base-ui/react/autocomplete'
import { useId, useState } from 'react'
import { Avatar } from './avatar.tsx'
import { classNames } from './class-names.ts'
import { OPTION_CLASS, POPUP_CLASS } from './overlay-class.ts'

/** Something proposed: `text` is what the line says when it is chosen. */
export type Suggestion = { id: string; name: string; hint: string; text: string }

/**
 * A line of text that proposes people while it is typed in; any other text may stand in it too. The list lies within
 * the field, so that it works in a dialog.
 */
export function SuggestField({
  label,
  hint,
  error,
  value,
  onChange,
  suggestions,
}: {
  label: string
  hint?: string
  error?: string | undefined
  value: string
  onChange: (text: string) => void
  suggestions: readonly Suggestion[]
}) {
  const id = useId()
  const [place, setPlace] = useState<HTMLDivElement | null>(null)
  return (
    <div ref={setPlace} className="relative flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-meta text-text-3">
          {hint}
        </p>
      )}
      <Base.Root
        items={suggestions}
        filter={null}
        value={value}
        onValueChange={onChange}
        itemToStringValue={(one: Suggestion) => one.text}
      >
        <Base.Input
          id={id}
          autoComplete="off"
          spellCheck={false}
          aria-describedby={`${hint === undefined ? '' : `${id}-hint `}${id}-error`}
          aria-invalid={error !== undefined}
          className={classNames(
            'control-height w-full rounded-control border bg-surface px-2.5 max-tablet:text-section',
            error === undefined ? 'border-border-strong' : 'border-danger',
          )}
        />
        <Base.Portal container={place}>
          <Base.Positioner align="start" sideOffset={4} className="z-(--layer-popover)">
            <Base.Popup className={classNames(POPUP_CLASS, 'w-(--anchor-width) data-empty:hidden')}>
              <Base.List aria-label={label} className="max-h-60 overflow-auto p-1">
                {(one: Suggestion) => (
                  <Base.Item key={one.id} value={one} className={OPTION_CLASS}>
                    <Avatar id={one.id} name={one.name} />
                    <span className="truncate">{one.name}</span>
                    <span className="truncate text-text-3">{one.hint}</span>
                  </Base.Item>
                )}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
      <p id={`${id}-error`} aria-live="polite" className="text-meta text-danger empty:hidden">
        {error}
      </p>
    </div>
  )
}
