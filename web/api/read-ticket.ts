import { ApiError, type Client } from '../../contracts/client.ts'
import { readTicket } from '../../contracts/tickets.ts'
import type { DeviceCache } from './device-cache.ts'
import type { EntityKey } from './entities.ts'
import type { EntityStore } from './entity-store.ts'
import { splitKey } from './revalidation.ts'

type Known = { client: Client; store: EntityStore; cache: DeviceCache }

/** Reads one thing anew. What is not there any more, or may not be seen, is forgotten, also on the device. */
export async function readEntity(key: EntityKey, { client, store, cache }: Known): Promise<void> {
  const [type, id] = splitKey(key)
  if (type !== 'ticket') return
  try {
    const ticket = await client.call(readTicket, { params: { id } })
    store.put('ticket', ticket.version, ticket)
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error
    store.remove('ticket', id)
    void cache.forget(id)
  }
}

/** The id of a ticket that is in memory, by its id or its key. */
export function knownTicket(idOrKey: string, store: EntityStore): string | undefined {
  if (store.record('ticket', idOrKey) !== undefined) return idOrKey
  return store.find('ticket', ({ key }) => key === idOrKey)?.id
}

/**
 * Makes a ticket be there, the quickest way: from memory; else from the device or the desk, whichever answers first. What
 * the device kept is shown until the desk answers. Answers its id; rejects when the desk refuses and nothing was kept.
 */
export async function openTicket(idOrKey: string, { client, store, cache }: Known): Promise<string> {
  const known = knownTicket(idOrKey, store)
  if (known !== undefined) return known
  const asked = client.call(readTicket, { params: { id: idOrKey } }).then((ticket) => {
    store.put('ticket', ticket.version, ticket)
    return ticket.id
  })
  const kept = cache.readTicket(idOrKey).then((one) => {
    if (one === undefined) return asked
    const { id, version } = one.ticket
    store.put('ticket', version, one.ticket)
    asked.catch((error) => notAnswered(error, id, store, cache))
    return id
  })
  return Promise.race([kept, asked.catch(() => kept)])
}

/** What was kept is not true any more, or nobody knows: then it is read again while it is looked at. */
function notAnswered(error: unknown, id: string, store: EntityStore, cache: DeviceCache): void {
  if (error instanceof ApiError && error.status === 404) {
    store.remove('ticket', id)
    void cache.forget(id)
  } else store.markStale([`ticket:${id}`])
}
