import { useId } from 'react'
import { classNames } from './class-names.ts'

/** One of a few, all in sight: radio buttons that look like a row of segments. */
export function Choice<Value extends string>({
  label,
  options,
  value,
  onChoose,
}: {
  label: string
  options: readonly { value: Value; name: string }[]
  value: Value
  onChoose: (value: Value) => void
}) {
  const group = useId()
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">{label}</legend>
      <div className="inline-flex w-fit max-w-full flex-wrap gap-1 rounded-control border border-border bg-sunken p-0.75">
        {options.map((option) => (
          <label
            key={option.value}
            className={classNames(
              'relative inline-flex min-h-6 cursor-pointer items-center rounded-chip px-3 py-0.5 pointer-coarse:min-h-11',
              'has-focus-visible:outline-2 has-focus-visible:outline-focus',
              option.value === value ? 'bg-selected font-medium text-text' : 'text-text-2 hover:text-text',
            )}
          >
            <input
              type="radio"
              name={group}
              className="sr-only"
              checked={option.value === value}
              onChange={() => onChoose(option.value)}
            />
            {option.name}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
