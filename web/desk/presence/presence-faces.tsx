import { t } from '../../locales/t.ts'
import { tip } from '../../ui/tip.ts'
import { Face, presenceWords } from './face.tsx'
import { usePlaces } from './use-places.ts'
import { usePresence } from './use-presence.ts'

const FACES_MAX = 3

/**
 * Who else has a ticket open, as small faces for the end of a row of a list; nothing when nobody has. They fill it from
 * its end, each in a place of its own.
 */
export function PresenceFaces({ ticketId }: { ticketId: string }) {
  const people = usePresence(ticketId)
  const places = usePlaces(people, FACES_MAX)
  if (people.length === 0) return null
  const words = people.map(presenceWords).join(t('presence.and'))
  return (
    <span
      className="inline-flex shrink-0 flex-row-reverse items-center gap-1.5 px-0.5"
      data-testid="presence"
      {...tip(words)}
    >
      {places.map((presence, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: it is the place that stays, whoever stands there.
        <span key={at} className="size-6">
          {presence !== undefined && <Face key={presence.person.id} presence={presence} />}
        </span>
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
