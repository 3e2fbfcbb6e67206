import { createClient } from '../../../contracts/client.ts'
import type { Desk } from '../../api/index.ts'
import type { DraftText } from './draft.ts'
import { createDraftServer } from './draft-server.ts'
import { openDraftShelf } from './draft-shelf.ts'
import { createDrafts, type Drafts } from './drafts.ts'

/**
 * The drafts of who is signed in on this page: hears of other devices, and saves when the network is back. Call `flush`
 * with true when the page is hidden and `putAway` before signing out. Undefined with nobody signed in.
 */
export function createDeskDrafts(desk: Desk, format: DraftText['format'] = 'plain'): Drafts | undefined {
  const current = desk.session.current()
  if (current.state === 'signed-out') return undefined
  const { tenant, person } = current.session
  const leaving = createClient({
    baseUrl: '',
    csrfToken: () => {
      const now = desk.session.current()
      return now.state === 'signed-out' ? undefined : now.session.csrfToken
    },
    fetch: (input, init) => fetch(input, { ...init, keepalive: true }),
  })
  const drafts = createDrafts({
    server: createDraftServer(desk.client, leaving),
    shelf: openDraftShelf(`${tenant.id}:${person.id}`),
    clock: desk.clock,
    format,
  })
  desk.onSignal(drafts.heard)
  desk.onEvent(({ type, ticketId, actor }) => {
    const isOwn = type === 'message.added' && actor.id === person.id
    if (ticketId !== null && (isOwn || type.startsWith('reply.'))) void drafts.lookAt(ticketId)
  })
  desk.network.subscribe(() => desk.network.isOpen() && void drafts.flush())
  desk.session.subscribe(() => desk.session.current().state === 'signed-in' && void drafts.flush())
  // Not among the requests of the first screen.
  desk.clock.after(LOOK_AFTER_MS, () => void drafts.look())
  return drafts
}

const LOOK_AFTER_MS = 3_000
