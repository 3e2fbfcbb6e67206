import { useId } from 'react'

/** On or off, at once; a check box, so that every browser and reader knows it. */
export function Switch({
  label,
  hint,
  on,
  onToggle,
}: {
  label: string
  hint?: string
  on: boolean
  onToggle: (on: boolean) => void
}) {
  const id = useId()
  return (
    <div className="flex items-start gap-3">
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={on}
        aria-checked={on}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onToggle(event.target.checked)}
        className="mt-1 size-4 shrink-0 accent-accent pointer-coarse:mt-2.5 pointer-coarse:size-6"
      />
      <div>
        <label htmlFor={id} className="inline-flex min-h-6 items-center font-medium pointer-coarse:min-h-11">
          {label}
        </label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-meta text-text-3">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}
