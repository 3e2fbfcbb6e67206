import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'

type FieldText = {
  label: string
  /** Stands below the label all the time. */
  hint?: string | undefined
  /** What is wrong with the value; read out when it appears. */
  error?: string | undefined
  hideLabel?: boolean
}

/** A line of text with its label. */
export function TextField({
  label,
  hint,
  error,
  hideLabel = false,
  className,
  ...rest
}: FieldText & Omit<ComponentProps<'input'>, 'aria-label'>) {
  const id = useId()
  return (
    <FieldFrame {...{ id, label, hint, error, hideLabel, className }}>
      <input {...rest} id={id} {...describedBy(id, hint, error)} className={boxClass(error)} />
    </FieldFrame>
  )
}

/** Several lines of text with their label. */
export function TextArea({
  label,
  hint,
  error,
  hideLabel = false,
  className,
  ...rest
}: FieldText & Omit<ComponentProps<'textarea'>, 'aria-label'>) {
  const id = useId()
  return (
    <FieldFrame {...{ id, label, hint, error, hideLabel, className }}>
      <textarea
        rows={6}
        {...rest}
        id={id}
        {...describedBy(id, hint, error)}
        className={classNames(boxClass(error), 'h-auto resize-y py-2 text-message')}
      />
    </FieldFrame>
  )
}

function FieldFrame(
  props: FieldText & {
    id: string
    className?: string | undefined
    children: ReactNode
    hint: string | undefined
  },
) {
  const { id, label, hint, error, hideLabel, className, children } = props
  return (
    <div className={classNames('flex flex-col gap-1', className)}>
      <label htmlFor={id} className={hideLabel === true ? 'sr-only' : 'font-medium'}>
        {label}
      </label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-meta text-text-3">
          {hint}
        </p>
      )}
      {children}
      {/* There before it has words, or they would not be read out. */}
      <p id={`${id}-error`} aria-live="polite" className="text-meta text-danger empty:hidden">
        {error}
      </p>
    </div>
  )
}

function describedBy(id: string, hint: string | undefined, error: string | undefined) {
  const ids = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`]
  const named = ids.filter((one) => one !== '').join(' ')
  return { 'aria-describedby': named === '' ? undefined : named, 'aria-invalid': error !== undefined }
}

function boxClass(error: string | undefined): string {
  return classNames(
    'control-height w-full rounded-control border bg-surface px-2.5 max-tablet:text-section',
    error === undefined ? 'border-border-strong' : 'border-danger',
  )
}
