import type { Desk, Thread } from '../../../api/index.ts'
import { whenIdle } from '../../../ui/late-code.ts'
import { SHOWN_AT_OPEN } from './conversation-rows.ts'
import { prepareBodies } from './prepared-body.ts'

/**
 * Makes a ticket be there before it is asked for: itself, its messages, cleaned, and what happened to it. For a row that
 * is pointed at, and for the neighbours of an open one. What fails is read when it is opened.
 */
export function preloadTicket(
  desk: Pick<Desk, 'openTicket' | 'thread' | 'ticketLog'>,
  idOrKey: string,
): void {
  desk.openTicket(idOrKey).then(
    (id) => {
      desk.ticketLog(id)
      prepareOnceThere(desk.thread(id))
    },
    () => undefined,
  )
}

function prepareOnceThere(thread: Thread): void {
  const prepare = () => {
    if (thread.state().status !== 'ready') return false
    whenIdle(() => prepareBodies(thread.state().messages.slice(-SHOWN_AT_OPEN)))
    return true
  }
  if (prepare()) return
  const off = thread.subscribe(() => {
    if (prepare()) off()
  })
}
