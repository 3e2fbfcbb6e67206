import { expect, test, vi } from 'vitest'
import { ApiError, type Client } from '../../contracts/client.ts'
import type { Ticket } from '../../contracts/tickets.ts'
import { becomes } from '../../test/harness/becomes.ts'
import type { DeviceCache } from './device-cache.ts'
import { createEntityStore } from './entity-store.ts'
import { openTicket, readEntity } from './read-ticket.ts'
import { ticketOf } from './ticket-samples.ts'

const gone = new ApiError(404, 'not-found', 'There is no such ticket.')

function world() {
  const asked = Promise.withResolvers<Ticket>()
  const kept = Promise.withResolvers<{ ticket: Ticket } | undefined>()
  const call = vi.fn(() => asked.promise)
  const store = createEntityStore()
  const forgotten: string[] = []
  const forget = async (id: string) => void forgotten.push(id)
  const parts = {
    store,
    client: { call } as unknown as Client,
    cache: { readTicket: () => kept.promise, forget } as unknown as DeviceCache,
  }
  const again = () => readEntity('ticket:t', parts)
  return { asked, kept, call, store, forgotten, again, open: (name: string) => openTicket(name, parts) }
}
const subject = ({ store }: ReturnType<typeof world>) => store.get('ticket', 't')?.subject

test('what is in memory is asked of nobody, by its id or its key', async () => {
  const desk = world()
  desk.store.put('ticket', 1, ticketOf())
  expect([await desk.open('t'), await desk.open('IT-1')]).toEqual(['t', 't'])
  expect(desk.call).not.toHaveBeenCalled()
})

test('what the device kept is shown until the desk answers', async () => {
  const desk = world()
  const opened = desk.open('IT-1')
  desk.kept.resolve({ ticket: ticketOf({ subject: 'Kept' }) })
  expect(await opened).toBe('t')
  expect(subject(desk)).toBe('Kept')
  desk.asked.resolve(ticketOf({ version: 2, subject: 'New' }))
  await becomes(() => expect(subject(desk)).toBe('New'))
  expect(desk.call).toHaveBeenCalledOnce()
})

test('a device that does not answer holds nothing up, and comes too late to change what the desk said', async () => {
  const desk = world()
  const opened = desk.open('IT-1')
  desk.asked.resolve(ticketOf({ version: 2, subject: 'New' }))
  expect(await opened).toBe('t')
  desk.kept.resolve({ ticket: ticketOf({ subject: 'Kept' }) })
  await desk.kept.promise
  expect(subject(desk)).toBe('New')
})

test('without an answer what was kept stays, and is read again; refused, it is forgotten', async () => {
  const [offline, moved] = [world(), world()]
  for (const desk of [offline, moved]) desk.kept.resolve({ ticket: ticketOf() })
  offline.asked.reject(new Error('no network'))
  moved.asked.reject(gone)
  expect(await offline.open('t')).toBe('t')
  await becomes(() => expect(offline.store.record('ticket', 't')?.freshness).toBe('stale'))
  await moved.open('t')
  await becomes(() => expect(moved.store.get('ticket', 't')).toBeUndefined())
})

test('what neither has rejects with what the desk said', async () => {
  const desk = world()
  const opened = desk.open('IT-9')
  desk.asked.reject(gone)
  desk.kept.resolve(undefined)
  await expect(opened).rejects.toBe(gone)
})

test('what may not be seen any more is forgotten on the device too', async () => {
  const opened = world()
  const opening = opened.open('IT-1')
  opened.kept.resolve({ ticket: ticketOf() })
  await opening
  opened.asked.reject(gone)
  await becomes(() => expect(opened.forgotten).toEqual(['t']))
  const shown = world()
  shown.store.put('ticket', 1, ticketOf())
  shown.asked.reject(gone)
  await shown.again()
  expect(shown.forgotten).toEqual(['t'])
})
