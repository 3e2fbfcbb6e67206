import { keyNames } from './key-names.ts'

/** The keys of a binding, drawn as caps. Said by `aria-keyshortcuts` of what they work on, so silent here. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span aria-hidden="true" className="inline-flex gap-1">
      {keyNames(keys).map((name, at) => (
        <kbd
          // biome-ignore lint/suspicious/noArrayIndexKey: a sequence may name one key twice, and never changes order.
          key={at}
          className="rounded-chip border border-border bg-sunken px-1 font-sans text-caption text-text-2"
        >
          {name}
        </kbd>
      ))}
    </span>
  )
}
