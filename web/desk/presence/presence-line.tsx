import { useEffect, useState } from 'react'
import type { Presence } from '../../../contracts/presence.ts'
import { useDesk } from '../../api/index.ts'
import { t } from '../../locales/t.ts'
import { Face, presenceWords } from './face.tsx'
import { usePresence } from './use-presence.ts'

const SHOWN_MAX = 4

/** Who else has a ticket open, in faces and words; nothing when nobody has. Who writes is said to readers of the screen. */
export function PresenceLine({ ticketId }: { ticketId: string }) {
  const people = usePresence(ticketId)
  const more = people.length - SHOWN_MAX
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-meta text-text-2 empty:hidden">
      {people.slice(0, SHOWN_MAX).map((presence) => (
        <span
          key={presence.person.id}
          className="inline-flex min-w-0 items-center gap-2 ps-0.5"
          data-testid="presence"
        >
          <Face presence={presence} />
          <span className="truncate max-tablet:sr-only">{presenceWords(presence)}</span>
        </span>
      ))}
      {more > 0 && <span>{t('presence.others', { count: more })}</span>}
      <Announcement people={people} />
    </div>
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
