import { lazy, useCallback } from 'react'
import { useDesk } from '../../../api/index.ts'
import { useLoaded } from '../../../ui/late-code.ts'
import { preloadTicket } from '../detail/preload.ts'

const load = () => import('../detail/index.ts')

/** A ticket beside the list: its code comes when the list stands, or when it is first shown. */
export const TicketView = lazy(async () => ({ default: (await load()).TicketView }))

/** Loads the code of a ticket's page once the list stands; answers a way to have a ticket there before it is opened. */
export function useTicketPreload(): (ticketId: string) => void {
  const desk = useDesk()
  useLoaded(load)
  return useCallback((ticketId) => preloadTicket(desk, ticketId), [desk])
}
