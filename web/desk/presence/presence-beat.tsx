import { useEffect } from 'react'
import { useDesk } from '../../api/index.ts'
import { presenceOf } from './desk-presence.ts'
import type { OpenMode } from './presence-beats.ts'

/**
 * Says what one does on a ticket for as long as it is shown. Of several for one ticket the busiest counts, so what is
 * written on may say so beside the page that says that it is open. Shows nothing.
 */
export function PresenceBeat({ ticketId, mode }: { ticketId: string; mode: OpenMode }) {
  const desk = useDesk()
  useEffect(() => presenceOf(desk).beats.begin(ticketId, mode), [desk, ticketId, mode])
  return null
}
