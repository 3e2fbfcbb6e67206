import { classNames } from './class-names.ts'

const HUES = [
  'bg-info-tint text-info',
  'bg-violet-tint text-violet',
  'bg-ok-tint text-ok',
  'bg-warn-tint text-warn',
  'bg-danger-tint text-danger',
  'bg-neutral-tint text-neutral',
]

/** Somebody's initials; the hue follows from the id, so that it is the same everywhere. The name stands beside it. */
export function Avatar({ name, id, size = 'small' }: { name: string; id: string; size?: 'small' | 'large' }) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'inline-flex shrink-0 items-center justify-center rounded-full font-medium select-none',
        size === 'small' ? 'size-6 text-caption' : 'size-8 text-meta',
        HUES[hueOf(id)],
      )}
    >
      {initials(name)}
    </span>
  )
}

/** At most two letters: of the first and the last word. */
export function initials(name: string): string {
  const words = name.split(/[\s.@_-]+/u).filter((word) => /\p{L}|\p{N}/u.test(word))
  const picked = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return picked.map((word) => [...(word ?? '')][0]?.toLocaleUpperCase() ?? '').join('')
}

function hueOf(id: string): number {
  let sum = 0
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521
  return sum % HUES.length
}
