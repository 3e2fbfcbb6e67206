import { t } from '../../locales/t.ts'
import { tip } from '../../ui/tip.ts'
import { Face, presenceWords } from './face.tsx'
import { usePresence } from './use-presence.ts'

const FACES_MAX = 3

/** Who else has a ticket open, as small faces for a row of a list; nothing when nobody has. */
export function PresenceFaces({ ticketId }: { ticketId: string }) {
  const people = usePresence(ticketId)
  if (people.length === 0) return null
  const words = people.map(presenceWords).join(t('presence.and'))
  return (
    <span className="inline-flex shrink-0 items-center gap-1.5 px-0.5" data-testid="presence" {...tip(words)}>
      {people.slice(0, FACES_MAX).map((presence) => (
        <Face key={presence.person.id} presence={presence} />
      ))}
      {people.length > FACES_MAX && (
        <span aria-hidden="true" className="text-caption text-text-3 tabular-nums">
          {t('presence.more', { count: people.length - FACES_MAX })}
        </span>
      )}
      <span className="sr-only">{words}</span>
    </span>
  )
}
