import { lazy, useCallback } from 'react'
import { useDesk } from '../../../api/index.ts'
import { useLoaded } from '../../../ui/late-code.ts'

const load = () => import('../detail/index.ts')

/** A ticket beside the list: its code comes when the list stands, or when it is first shown. */
export const TicketView = lazy(async () => ({ default: (await load()).TicketView }))

/** Loads the code of a ticket's page once the list stands; answers a way to have a ticket there before it is opened. */
export function useTicketPreload(): (ticketId: string) => void {
  const desk = useDesk()
  useLoaded(load)
  return useCallback(
    (ticketId) =>
      void load().then(
        ({ preloadTicket }) => preloadTicket(desk, ticketId),
        // Without the code there is nothing to prepare for.
        () => undefined,
      ),
    [desk],
  )
}
