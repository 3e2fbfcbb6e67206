import { Lock, Pencil } from 'lucide-react'
import type { Presence } from '../../../contracts/presence.ts'
import { t } from '../../locales/t.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { classNames } from '../../ui/class-names.ts'

/** Somebody on a ticket: the ring and the sign say what they do. The words stand beside it or are said elsewhere. */
export function Face({ presence: { person, mode } }: { presence: Presence }) {
  const Sign = SIGNS[mode]
  return (
    <span
      aria-hidden="true"
      data-presence={mode}
      className={classNames('relative inline-flex shrink-0 rounded-full ring-2', RINGS[mode])}
    >
      <Avatar name={person.name} id={person.id} />
      {Sign !== undefined && (
        <span
          className={classNames(
            'absolute -end-1 -bottom-1 flex size-3.5 items-center justify-center rounded-full border bg-surface',
            mode === 'NOTING' ? 'border-note-border text-note-text' : 'border-focus text-link',
          )}
        >
          <Sign size={8} strokeWidth={2.5} />
        </span>
      )}
    </span>
  )
}

/** What somebody does, in words. */
export function presenceWords({ person, mode }: Presence): string {
  return mode === 'LEFT' ? '' : t(`presence.${mode}`, { name: person.name })
}

const RINGS: Readonly<Record<Presence['mode'], string>> = {
  VIEWING: 'ring-border-strong',
  AWAY: 'opacity-50 ring-border-strong',
  REPLYING: 'ring-focus',
  NOTING: 'ring-note-border',
  LEFT: 'hidden',
}
const SIGNS: Readonly<Partial<Record<Presence['mode'], typeof Pencil>>> = { REPLYING: Pencil, NOTING: Lock }
