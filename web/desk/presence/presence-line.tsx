import { useEffect, useState } from 'react'
import type { Presence } from '../../../contracts/presence.ts'
import { useDesk } from '../../api/index.ts'
import { t } from '../../locales/t.ts'
import { classNames } from '../../ui/class-names.ts'
import { tip } from '../../ui/tip.ts'
import { Face, presenceWords } from './face.tsx'
import { usePlaces } from './use-places.ts'
import { usePresence } from './use-presence.ts'

const SHOWN_MAX = 3
/** So many are named in words, where there is room; of the others the face tells what they do. */
const NAMED_MAX = 2

/**
 * Who else has a ticket open, in faces and words; nothing when nobody has. Who writes is said to readers of the screen.
 * It fills the line that it ends from its end, each in a place of one width, so that nobody's coming moves anything. The
 * places belong to that line: a box around them would grow.
 */
export function PresenceLine({ ticketId }: { ticketId: string }) {
  const people = usePresence(ticketId)
  const places = usePlaces(people, SHOWN_MAX)
  const more = people.length - SHOWN_MAX
  const others = t('presence.others', { count: more })
  return (
    <>
      {more > 0 && (
        <span className="w-6 shrink-0 text-meta text-text-2 tabular-nums" {...tip(others)}>
          <span aria-hidden="true">{t('presence.more', { count: more })}</span>
          <span className="sr-only">{others}</span>
        </span>
      )}
      {places
        .map((presence, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: it is the place that stays, whoever stands there.
          <span key={at} className={classNames(PLACE, at < NAMED_MAX && '@[48rem]:w-52')}>
            {presence !== undefined && (
              <Present key={presence.person.id} presence={presence} isNamed={at < NAMED_MAX} />
            )}
          </span>
        ))
        .reverse()}
      <Announcement people={people} />
    </>
  )
}

const PLACE = 'h-6 w-7 shrink-0 ps-0.5 text-meta text-text-2'

function Present({ presence, isNamed }: { presence: Presence; isNamed: boolean }) {
  const words = presenceWords(presence)
  return (
    <span className="flex min-w-0 items-center gap-2" data-testid="presence" {...tip(words)}>
      <Face presence={presence} />
      <span className={isNamed ? 'truncate @max-[48rem]:sr-only' : 'sr-only'}>{words}</span>
    </span>
  )
}

const ANNOUNCE_MS = 5_000

/** Says who began to write, at most once in 5 s, so that it does not talk into everything. */
function Announcement({ people }: { people: readonly Presence[] }) {
  const { clock } = useDesk()
  const [said, setSaid] = useState('')
  const writing = people
    .filter(({ mode }) => mode === 'REPLYING' || mode === 'NOTING')
    .map(presenceWords)
    .join(t('presence.and'))
  useEffect(
    () => (writing === said ? undefined : clock.after(said === '' ? 0 : ANNOUNCE_MS, () => setSaid(writing))),
    [clock, writing, said],
  )
  return (
    <span role="status" className="sr-only">
      {said}
    </span>
  )
}
