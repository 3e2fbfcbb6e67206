import { ApiError } from '../../../contracts/client.ts'
import { callUrl } from '../../../contracts/client-url.ts'
import {
  listPresence,
  PRESENCE_TICKETS_MAX,
  type PresenceData,
  sayPresence,
} from '../../../contracts/presence.ts'
import type { Desk } from '../../api/index.ts'
import { createPresenceBeats, type PresenceBeats } from './presence-beats.ts'
import { createPresenceStore, type PresenceStore } from './presence-store.ts'
import { inTurn } from './presence-turns.ts'

export type DeskPresence = {
  store: PresenceStore
  beats: PresenceBeats
  /** Reads who is on a ticket, and again after a break of the stream, until the answer is called. */
  watch(ticketId: string): () => void
}

const made = new WeakMap<Desk, DeskPresence>()

/** The presence of a page's desk; one for all that show it. */
export function presenceOf(desk: Desk): DeskPresence {
  const known = made.get(desk)
  if (known !== undefined) return known
  const presence = createDeskPresence(desk)
  made.set(desk, presence)
  return presence
}

const GATHER_MS = 50

function createDeskPresence(desk: Desk): DeskPresence {
  const session = desk.session.current()
  const meId = session.state === 'signed-out' ? '' : session.session.person.id
  const store = createPresenceStore({ clock: desk.clock, meId })
  const voice = inTurn({
    say: (ticketId, mode) => say(desk, ticketId, mode),
    sayLeft: (ticketId) => sayLeft(desk, ticketId),
  })
  const beats = createPresenceBeats({ clock: desk.clock, ...voice })
  const watched = new Map<string, number>()
  let wanted = new Set<string>()
  const read = () => {
    const ids = [...wanted]
    wanted = new Set()
    for (let at = 0; at < ids.length; at += PRESENCE_TICKETS_MAX)
      void readInto(store, desk, ids.slice(at, at + PRESENCE_TICKETS_MAX))
  }
  const want = (ids: Iterable<string>) => {
    if (wanted.size === 0) desk.clock.after(GATHER_MS, read)
    for (const id of ids) wanted.add(id)
  }
  desk.onSignal(({ type, data }) => {
    if (type === 'presence') store.hear(data as PresenceData)
  })
  let wasLive = desk.connection.current().kind === 'live'
  desk.connection.subscribe(() => {
    const isLive = desk.connection.current().kind === 'live'
    if (isLive && !wasLive && watched.size > 0) want(watched.keys())
    wasLive = isLive
  })
  followVisibility(beats)
  return {
    store,
    beats,
    watch(ticketId) {
      watched.set(ticketId, (watched.get(ticketId) ?? 0) + 1)
      if (watched.get(ticketId) === 1) want([ticketId])
      return () => {
        const left = (watched.get(ticketId) ?? 1) - 1
        if (left > 0) watched.set(ticketId, left)
        else watched.delete(ticketId)
      }
    },
  }
}

function followVisibility(beats: PresenceBeats): void {
  if (typeof document === 'undefined') return
  beats.hidden(document.hidden)
  document.addEventListener('visibilitychange', () => beats.hidden(document.hidden))
  window.addEventListener('pagehide', () => beats.leave())
  window.addEventListener('pageshow', () => beats.comeBack())
}

async function readInto(store: PresenceStore, desk: Desk, ids: readonly string[]): Promise<void> {
  const take = store.read(ids)
  const answer = await desk.client
    .call(listPresence, { query: { tickets: ids.join(',') } })
    // It is a courtesy: what cannot be read is told by the stream within 15 s.
    .catch(() => undefined)
  take(answer?.items)
}

async function say(desk: Desk, ticketId: string, mode: PresenceData['mode']): Promise<boolean> {
  if (desk.session.current().state !== 'signed-in') return true
  try {
    await desk.client.call(sayPresence, { params: { id: ticketId }, body: { mode } })
    return true
  } catch (error) {
    return !(error instanceof ApiError && (error.status === 403 || error.status === 404))
  }
}

/** By a request that outlives the page; `sendBeacon` could not carry the token of the session. */
function sayLeft(desk: Desk, ticketId: string): void {
  const session = desk.session.current()
  if (session.state !== 'signed-in') return
  const { csrfToken } = session.session
  void fetch(callUrl('', sayPresence, { params: { id: ticketId } }), {
    method: 'POST',
    keepalive: true,
    headers: {
      'content-type': 'application/json',
      ...(csrfToken === null ? {} : { 'x-csrf-token': csrfToken }),
    },
    body: JSON.stringify({ mode: 'LEFT' }),
  }).catch(() => undefined)
}
