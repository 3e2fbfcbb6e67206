import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { useDesk } from '../../../api/index.ts'
import { paths } from '../../../app/paths.ts'
import { type WalkPlace, walkFrom } from '../list/walk.ts'
import { markStart } from './painted-mark.ts'
import { preloadTicket } from './preload.ts'

export type Walk = {
  /** Undefined when nobody came from a list. */
  place: WalkPlace | undefined
  toNext: () => void
  toPrevious: () => void
  /** To the list one came from, else to the inbox. */
  back: () => void
  /** To the next ticket, back from the last one. */
  onward: () => void
}

/** The page has painted the ticket by then; waiting until it is idle came too late for a quick second key (measured). */
const PAINTED_MS = 60

/** The way from a ticket through the list that one came from; its neighbours are loaded meanwhile. */
export function useWalk(ticketId: string): Walk {
  const desk = useDesk()
  const navigate = useNavigate()
  const place = useMemo(() => walkFrom(ticketId), [ticketId])
  useEffect(() => {
    const near = [place?.next, place?.previous].filter((id) => id !== undefined)
    return desk.clock.after(PAINTED_MS, () => {
      for (const id of near) preloadTicket(desk, id)
    })
  }, [desk, place])
  const to = (id: string | undefined) => {
    if (id === undefined) return
    markStart(id)
    void navigate({ href: paths.ticket(desk.store.get('ticket', id)?.key ?? id) })
  }
  const back = () => void navigate({ href: place?.href ?? paths.inbox() })
  return {
    place,
    toNext: () => to(place?.next),
    toPrevious: () => to(place?.previous),
    back,
    onward: () => (place?.next === undefined ? back() : to(place.next)),
  }
}
