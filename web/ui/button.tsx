import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { ariaKeys } from './key-names.ts'
import { tip } from './tip.ts'

const KINDS = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover font-medium',
  plain: 'border border-border-strong bg-surface hover:bg-hover',
  quiet: 'text-text-2 hover:bg-hover hover:text-text',
  danger: 'border border-danger text-danger hover:bg-danger-tint',
} as const

type Shared = Omit<ComponentProps<'button'>, 'disabled'> & {
  kind?: keyof typeof KINDS
  /** Its keys, shown on the tooltip. */
  keys?: string
  /** Why it cannot be used now; it stays in place and in the order of Tab, and says this. */
  disabledBecause?: string | undefined
  /** What it began is under way: a second press does nothing. */
  busy?: boolean
}

/** A button with words on it. */
export function Button({ children, kind = 'plain', className, ...rest }: Shared & { children: ReactNode }) {
  return (
    <Pressable
      {...rest}
      className={classNames(
        'control-height inline-flex items-center justify-center gap-2 rounded-control px-3 whitespace-nowrap select-none pointer-coarse:min-w-11',
        KINDS[kind],
        className,
      )}
    >
      {children}
    </Pressable>
  )
}

/** A button that shows an icon alone; `label` is its name and its tooltip. */
export function IconButton({
  label,
  icon,
  kind = 'quiet',
  className,
  ...rest
}: Omit<Shared, 'aria-label' | 'children'> & { label: string; icon: ReactNode }) {
  return (
    <Pressable
      {...rest}
      label={label}
      className={classNames(
        'control-height inline-flex aspect-square items-center justify-center rounded-control',
        KINDS[kind],
        className,
      )}
    >
      {icon}
    </Pressable>
  )
}

function Pressable({
  label,
  keys,
  disabledBecause,
  busy = false,
  onClick,
  className,
  children,
  ...rest
}: Omit<Shared, 'kind'> & { label?: string }) {
  const isOff = disabledBecause !== undefined || busy
  const hint = disabledBecause ?? label
  return (
    <button
      type="button"
      {...rest}
      {...tip(hint, keys)}
      aria-label={label ?? rest['aria-label']}
      aria-disabled={isOff || undefined}
      aria-busy={busy || undefined}
      aria-keyshortcuts={keys === undefined ? undefined : ariaKeys(keys)}
      className={classNames(className, isOff && 'cursor-not-allowed opacity-60')}
      onClick={(event) => {
        if (isOff) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {children}
    </button>
  )
}
