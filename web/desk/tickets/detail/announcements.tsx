import { useEffect, useRef, useState } from 'react'
import { useDesk, useThread } from '../../../api/index.ts'
import { useMe } from '../../../app/who.tsx'
import { t } from '../../../locales/t.ts'

/** At most once in so long a reader of the screen is told what came. */
const EVERY_MS = 5_000

/** Says politely, in batches, who wrote while the ticket is open. */
export function Announcements({ ticketId }: { ticketId: string }) {
  const { clock } = useDesk()
  const { person: me } = useMe()
  const { messages, status } = useThread(ticketId).state
  const toldTo = useRef<number | undefined>(undefined)
  const nextAt = useRef(0)
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (status !== 'ready') return
    toldTo.current ??= messages.at(-1)?.seq ?? 0
    const isNew = ({ seq }: { seq: number }) => seq > (toldTo.current ?? 0)
    if (!messages.some(isNew)) return
    return clock.after(Math.max(0, nextAt.current - clock.now()), () => {
      const fresh = messages.filter((message) => isNew(message) && message.author.id !== me.id)
      toldTo.current = messages.at(-1)?.seq ?? 0
      if (fresh.length === 0) return
      nextAt.current = clock.now() + EVERY_MS
      setSaid(
        fresh
          .map(({ visibility, author: { name } }) =>
            t(visibility === 'INTERNAL' ? 'detail.said.note' : 'detail.said.message', { name }),
          )
          .join('. '),
      )
    })
  }, [clock, me.id, messages, status])
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  )
}
