import 'fake-indexeddb/auto'
import { expect, test, vi } from 'vitest'
import type { Message } from '../../contracts/tickets.ts'
import { LISTS_MAX, openDeviceCache, TICKETS_MAX } from './device-cache.ts'
import { ticketOf } from './ticket-samples.ts'

const message = { id: 'm', seq: 2 } as Message

test('a ticket is there again with its messages, also after its row was read anew', async () => {
  const cache = openDeviceCache('tenant:again')
  const thread = { messages: [message], earlier: 3, olderCursor: 'c' }
  await cache.keepParts(ticketOf(), { thread })
  await cache.keepParts(ticketOf(), { seenSeq: 2 })
  await cache.keepTickets([ticketOf({ version: 2, subject: 'New' })])
  expect(await openDeviceCache('tenant:again').readTicket('t')).toMatchObject({
    ticket: { subject: 'New' },
    thread: { messages: [{ id: 'm' }], earlier: 3, olderCursor: 'c' },
    seenSeq: 2,
  })
})

test('a ticket is found by its key', async () => {
  const cache = openDeviceCache('tenant:key')
  await cache.keepTickets([ticketOf({ id: 'a', key: 'IT-7' }), ticketOf({ id: 'b', key: 'IT-8' })])
  expect((await cache.readTicket('IT-8'))?.ticket.id).toBe('b')
  expect(await cache.readTicket('IT-9')).toBeUndefined()
})

test('an older version never overwrites a newer one', async () => {
  const cache = openDeviceCache('tenant:older')
  await cache.keepTickets([ticketOf({ version: 3 })])
  await cache.keepTickets([ticketOf({ version: 2 })])
  expect((await cache.readTicket('t'))?.ticket.version).toBe(3)
})

test('the last 300 tickets and 50 lists stay', async () => {
  const cache = openDeviceCache('tenant:many', () => 1)
  const tickets = Array.from({ length: TICKETS_MAX + 5 }, (_, i) => ticketOf({ id: `t${i}` }))
  await cache.keepTickets(tickets)
  for (let i = 0; i < LISTS_MAX + 1; i += 1) await cache.keepList(`l${i}`, { ids: ['t9'], nextCursor: null })
  const found = await Promise.all(tickets.map(({ id }) => cache.readTicket(id)))
  expect(found.map((one) => one !== undefined)).toEqual(tickets.map((_, i) => i >= 5))
  expect(await cache.readList('l0')).toBeUndefined()
  expect(await cache.readList('l1')).toMatchObject({ items: [{ id: 't9' }], nextCursor: null })
})

test('a list whose tickets are not all there any more ends where it is whole', async () => {
  const cache = openDeviceCache('tenant:holes')
  await cache.keepTickets([ticketOf()])
  await cache.keepList('l', { ids: ['t', 'gone'], nextCursor: 'c' })
  expect(await cache.readList('l')).toMatchObject({ items: [{ id: 't' }], nextCursor: null })
})

test('signing out leaves nothing, and one person never sees what another left', async () => {
  const cache = openDeviceCache('tenant:ana')
  await cache.keepTickets([ticketOf()])
  expect(await openDeviceCache('tenant:ben').readTicket('t')).toBeUndefined()
  await cache.wipe()
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain('docket:tenant:ana')
  expect(await openDeviceCache('tenant:ana').readTicket('t')).toBeUndefined()
})

test('a device that keeps nothing only forgets', async () => {
  const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  const cache = openDeviceCache('tenant:full')
  await cache.keepTickets([ticketOf()])
  await cache.keepList('l', { ids: ['t'], nextCursor: null })
  expect(await cache.readTicket('t')).toBeUndefined()
  expect(await cache.readList('l')).toBeUndefined()
  open.mockRestore()
  await cache.keepTickets([ticketOf()])
  expect(await cache.readTicket('t')).toBeDefined()
})

test('what comes after signing out is not kept', async () => {
  const cache = openDeviceCache('tenant:late')
  await cache.keepTickets([ticketOf()])
  const late = cache.keepTickets([ticketOf({ version: 2 })])
  await Promise.all([cache.wipe(), late])
  await cache.keepTickets([ticketOf({ version: 3 })])
  await cache.keepList('l', { ids: ['t'], nextCursor: null })
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain('docket:tenant:late')
})

test('a tab that does not let go of the place keeps nobody from signing out, and nothing is left in it', async () => {
  const cache = openDeviceCache('tenant:frozen')
  await cache.keepTickets([ticketOf()])
  const frozen = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open('docket:tenant:frozen')
    opening.onsuccess = () => resolve(opening.result)
  })
  await cache.wipe()
  const lying = frozen.transaction('tickets').objectStore('tickets').getAll()
  await new Promise((resolve) => lying.addEventListener('success', resolve))
  expect(lying.result).toEqual([])
  frozen.close()
})

test('another tab goes on keeping after this one signed out', async () => {
  const [one, other] = [openDeviceCache('tenant:two'), openDeviceCache('tenant:two')]
  await one.keepTickets([ticketOf()])
  await other.wipe()
  await one.keepTickets([ticketOf({ id: 'new' })])
  expect(await one.readTicket('new')).toBeDefined()
})

test('a write that fails opens no further connection', async () => {
  const cache = openDeviceCache('tenant:failing')
  await cache.keepTickets([ticketOf()])
  const open = vi.spyOn(indexedDB, 'open')
  const broken = { ...ticketOf(), subject: (() => {}) as unknown as string }
  for (let i = 0; i < 3; i += 1) await cache.keepTickets([broken])
  expect(open).not.toHaveBeenCalled()
  open.mockRestore()
})

test('how far somebody read only grows, also between two tabs', async () => {
  const cache = openDeviceCache('tenant:seen')
  await cache.keepParts(ticketOf(), { seenSeq: 9 })
  await cache.keepParts(ticketOf(), { seenSeq: 4 })
  expect((await cache.readTicket('t'))?.seenSeq).toBe(9)
})

test('what may not be seen any more is taken off the device', async () => {
  const cache = openDeviceCache('tenant:gone')
  await cache.keepTickets([ticketOf()])
  await cache.forget('t')
  expect(await cache.readTicket('t')).toBeUndefined()
})
