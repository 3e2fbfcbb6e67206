import type { Desk } from '../../../api/index.ts'

/**
 * Makes a ticket be there before it is asked for: itself, its messages and what happened to it. For a row that is
 * pointed at, and for the neighbours of an open one. What fails is read when it is opened.
 */
export function preloadTicket(
  desk: Pick<Desk, 'openTicket' | 'thread' | 'ticketLog'>,
  idOrKey: string,
): void {
  desk.openTicket(idOrKey).then(
    (id) => {
      desk.thread(id)
      desk.ticketLog(id)
    },
    () => undefined,
  )
}
