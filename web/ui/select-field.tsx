import { ChevronDown } from 'lucide-react'
import { type ComponentProps, useId } from 'react'
import { classNames } from './class-names.ts'

/** One of a list, by the browser's own control; for forms. */
export function SelectField({
  label,
  options,
  className,
  ...rest
}: {
  label: string
  options: readonly { value: string; name: string }[]
} & Omit<ComponentProps<'select'>, 'aria-label' | 'children'>) {
  const id = useId()
  return (
    <div className={classNames('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <div className="relative">
        <select
          {...rest}
          id={id}
          className="control-height w-full appearance-none truncate rounded-control border border-border-strong bg-surface ps-2.5 pe-8 max-tablet:text-section"
        >
          {options.map(({ value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
        <ChevronDown
          size={16}
          aria-hidden="true"
          className="pointer-events-none absolute end-2 top-1/2 -translate-y-1/2 text-text-3"
        />
      </div>
    </div>
  )
}
