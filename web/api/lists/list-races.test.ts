import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Ticket } from '../../../contracts/tickets.ts'
import { becomes } from '../../../test/harness/becomes.ts'
import { createEntityStore } from '../entity-store.ts'
import { applyEvent } from '../ticket-events.ts'
import { eventOf, ticketOf } from '../ticket-samples.ts'
import { matchesFilter, type TicketFilter } from './ticket-filter.ts'
import { createTicketList, type TicketPage } from './ticket-list.ts'
import { comparePlaces, inOrder, placeOf } from './ticket-order.ts'

const FILTER: TicketFilter = { status: ['NEW'], sort: '-created' }
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
const numbered = (i: number, part: Partial<Ticket> = {}) =>
  ticketOf({ id: `t${String(i).padStart(3, '0')}`, createdAt: at(i), updatedAt: at(i), ...part })

/** A desk with pages of three, whose answers are held until they are let go, in any order. */
function world(tickets: Ticket[]) {
  const store = createEntityStore()
  const desk = { tickets }
  const held: { answer: () => void; fail: () => void }[] = []
  const pageOf = (cursor: string | undefined): TicketPage => {
    const after = cursor === undefined ? undefined : (JSON.parse(cursor) as { at: string; id: string })
    const matching = desk.tickets.filter((ticket) => matchesFilter(ticket, FILTER, 'me'))
    const behind = inOrder(matching, '-created')
      .flatMap((id) => matching.find((ticket) => ticket.id === id) ?? [])
      .filter(
        (ticket) => after === undefined || comparePlaces(placeOf(ticket, '-created'), after, '-created') > 0,
      )
    const items = behind.slice(0, 3)
    const last = items.at(-1)
    const hasMore = behind.length > 3 && last !== undefined
    return { items, nextCursor: hasMore ? JSON.stringify(placeOf(last, '-created')) : null }
  }
  const readPage = (_: TicketFilter, cursor: string | undefined) => {
    const page = pageOf(cursor)
    return new Promise<TicketPage>((resolve, reject) => {
      held.push({ answer: () => resolve(page), fail: () => reject(new Error('down')) })
    })
  }
  const want = (id: string) => {
    const found = desk.tickets.find((ticket) => ticket.id === id)
    if (found !== undefined) queueMicrotask(() => store.put('ticket', found.version, found))
  }
  const list = createTicketList({ filter: FILTER, me: 'me', store, readPage, want })
  /** Somebody files or changes one; the stream tells it. */
  const change = (next: Ticket) => {
    const before = desk.tickets.find(({ id }) => id === next.id)
    desk.tickets = [...desk.tickets.filter(({ id }) => id !== next.id), next]
    const type = before === undefined ? 'ticket.created' : 'ticket.updated'
    const event = eventOf({
      type,
      ticketId: next.id,
      version: next.version,
      at: next.updatedAt,
      changes: [{ field: 'status', to: next.status }],
    })
    applyEvent(store, event)
    list.hear(event)
  }
  const holds = (count: number) => becomes(() => expect(held).toHaveLength(count))
  const letGo = async () => {
    for (let turns = 0; turns < 60; turns += 1) {
      for (const { answer } of held.splice(0)) answer()
      await Promise.resolve()
    }
  }
  const shown = () => {
    list.apply()
    return list.state().ids
  }
  return { store, list, desk, held, holds, letGo, change, shown }
}

test('a ticket that was filed while the list was read is in it', async () => {
  const { list, letGo, change, holds, shown } = world([numbered(1)])
  void list.load()
  await holds(1)
  change(numbered(2))
  await letGo()
  expect(shown()).toEqual(['t002', 't001'])
  void list.refresh()
  await holds(1)
  change(numbered(3))
  await letGo()
  expect(shown()).toEqual(['t003', 't002', 't001'])
})

test('a known ticket that came to belong to the list while it was read is in it', async () => {
  const { list, letGo, change, holds, shown, store, desk } = world([numbered(1)])
  const other = numbered(2, { status: 'RESOLVED' })
  desk.tickets.push(other)
  store.put('ticket', 1, other)
  void list.load()
  await holds(1)
  change({ ...other, status: 'NEW', version: 2 })
  await letGo()
  expect(shown()).toEqual(['t002', 't001'])
})

test('of two readings the later counts, and one more asked for during a reading is made', async () => {
  const { list, letGo, holds, held, desk, shown } = world([numbered(1)])
  void list.load()
  await letGo()
  void list.refresh()
  await holds(1)
  desk.tickets.push(numbered(2))
  const again = list.refresh()
  held.splice(0, 1)[0]?.answer()
  await letGo()
  await again
  expect(shown()).toEqual(['t002', 't001'])
})

test('the next page behind a list that is read anew leaves no hole', async () => {
  const { list, letGo, desk, shown, holds } = world([1, 2, 3, 4, 5].map((i) => numbered(i)))
  void list.load()
  await letGo()
  desk.tickets.push(numbered(6), numbered(7))
  void list.loadMore()
  await holds(1)
  void list.refresh()
  await letGo()
  expect(list.state().hasMore).toBe(true)
  void list.loadMore()
  await letGo()
  expect(shown()).toEqual(['t007', 't006', 't005', 't004', 't003', 't002', 't001'])
})

const step = fc.record({
  do: fc.constantFrom('file', 'change', 'refresh', 'more', 'load', 'answer', 'answer', 'answer', 'fail'),
  which: fc.nat(8),
})

test('whatever happens while pages are read, the list becomes what the desk would answer', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(7), fc.array(step, { maxLength: 40, size: 'max' }), async (count, steps) => {
      const { list, held, letGo, change, desk, shown } = world(
        Array.from({ length: count }, (_, i) => numbered(i)),
      )
      void list.load()
      let filed = count
      for (const { do: what, which } of steps) {
        const one = desk.tickets[which]
        if (what === 'file') {
          filed += 1
          change(numbered(filed))
        } else if (what === 'change' && one !== undefined)
          change({ ...one, version: one.version + 1, status: one.status === 'NEW' ? 'RESOLVED' : 'NEW' })
        else if (what === 'refresh') void list.refresh()
        else if (what === 'more') void list.loadMore()
        else if (what === 'load') void list.load()
        else if (what === 'answer') held.splice(which % Math.max(1, held.length), 1)[0]?.answer()
        else if (what === 'fail') held.splice(which % Math.max(1, held.length), 1)[0]?.fail()
        for (let turns = 0; turns < 10; turns += 1) await Promise.resolve()
      }
      await letGo()
      if (list.state().status !== 'ready') {
        void list.load()
        await letGo()
      }
      for (let pages = 0; pages < 30 && list.state().hasMore; pages += 1) {
        void list.loadMore()
        await letGo()
      }
      const matching = desk.tickets.filter(({ status }) => status === 'NEW')
      expect(shown()).toEqual(inOrder(matching, '-created'))
    }),
    { numRuns: 200 },
  )
})
