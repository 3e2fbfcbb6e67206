import { useCallback } from 'react'
import { useDesk } from '../../../api/index.ts'
import { useLoaded } from '../../../ui/late-code.ts'

/** The code of a ticket: it comes when the list stands, or when one is first shown beside it. */
export const loadTicketView = () => import('../detail/index.ts')

/** Loads the code of a ticket's page once the list stands; answers a way to have a ticket there before it is opened. */
export function useTicketPreload(): (ticketId: string) => void {
  const desk = useDesk()
  useLoaded(loadTicketView)
  return useCallback(
    (ticketId) =>
      void loadTicketView().then(
        ({ preloadTicket }) => preloadTicket(desk, ticketId),
        // Without the code there is nothing to prepare for.
        () => undefined,
      ),
    [desk],
  )
}
