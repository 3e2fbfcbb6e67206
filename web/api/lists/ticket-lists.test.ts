import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Ticket } from '../../../contracts/tickets.ts'
import { becomes } from '../../../test/harness/becomes.ts'
import { createEntityStore } from '../entity-store.ts'
import { applyEvent } from '../ticket-events.ts'
import { eventOf, ticketOf } from '../ticket-samples.ts'
import { changesBetween } from './list-changes.ts'
import { filterKey, matchesFilter, type TicketFilter, type TicketSort } from './ticket-filter.ts'
import { createTicketList, type TicketPage } from './ticket-list.ts'
import { comparePlaces, inOrder, placeOf } from './ticket-order.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
const numbered = (i: number, part: Partial<Ticket> = {}) =>
  ticketOf({ id: `t${String(i).padStart(3, '0')}`, updatedAt: at(i), createdAt: at(i), ...part })

/** A desk with tickets, and a list on it by pages of three. */
function world(filter: TicketFilter, tickets: Ticket[]) {
  const store = createEntityStore()
  const wanted: string[] = []
  const desk = { tickets, reads: 0, isDown: false }
  const sort = filter.sort ?? '-updated'
  const readPage = async (_: TicketFilter, cursor: string | undefined): Promise<TicketPage> => {
    desk.reads += 1
    if (desk.isDown) throw new Error('down')
    const matching = desk.tickets.filter((ticket) => matchesFilter(ticket, filter, 'me'))
    const after = cursor === undefined ? undefined : (JSON.parse(cursor) as { at: string; id: string })
    const behind = inOrder(matching, sort)
      .flatMap((id) => matching.find((ticket) => ticket.id === id) ?? [])
      .filter((ticket) => after === undefined || comparePlaces(placeOf(ticket, sort), after, sort) > 0)
    const items = behind.slice(0, 3)
    const last = items.at(-1)
    return {
      items,
      nextCursor: behind.length > 3 && last !== undefined ? JSON.stringify(placeOf(last, sort)) : null,
    }
  }
  const list = createTicketList({ filter, me: 'me', store, readPage, want: (id) => wanted.push(id) })
  return { store, list, wanted, desk }
}
const hows = (list: { state(): { changes: readonly { id: string; how: string }[] } }) =>
  list.state().changes.map(({ id, how }) => `${id} ${how}`)

test('a change never moves what is shown; it is counted and applied when asked', async () => {
  const { store, list } = world(
    { status: ['NEW'] },
    [1, 2, 3, 4].map((i) => numbered(i)),
  )
  await list.load()
  await list.loadMore()
  expect(list.state()).toMatchObject({ status: 'ready', ids: ['t004', 't003', 't002', 't001'], changes: [] })
  applyEvent(
    store,
    eventOf({ ticketId: 't001', version: 2, at: at(9), changes: [{ field: 'priority', to: 'P1' }] }),
  )
  applyEvent(store, eventOf({ ticketId: 't002', version: 2, changes: [{ field: 'status', to: 'RESOLVED' }] }))
  await becomes(() => expect(hows(list)).toEqual(['t002 left', 't001 moved']))
  expect(list.state().ids).toEqual(['t004', 't003', 't002', 't001'])
  list.apply()
  expect(list.state()).toMatchObject({ ids: ['t001', 't004', 't003'], changes: [] })
})

test('an own pending change counts at once, and no more when it fails', async () => {
  const { store, list } = world(
    { status: ['NEW'] },
    [1, 2].map((i) => numbered(i)),
  )
  await list.load()
  store.layDown('m', 'ticket', 't001', { status: 'RESOLVED' })
  await becomes(() => expect(hows(list)).toEqual(['t001 left']))
  store.takeUp('m')
  await becomes(() => expect(hows(list)).toEqual([]))
})

test('a ticket that is not known is read only when it may belong to the list', async () => {
  const { list, wanted } = world({ status: ['NEW'], team: 'it', sort: '-created' }, [])
  await list.load()
  list.hear(eventOf({ ticketId: 'a', changes: [{ field: 'status', to: 'RESOLVED' }] }))
  list.hear(eventOf({ ticketId: 'b', type: 'ticket.created', changes: [{ field: 'teamId', to: 'hr' }] }))
  list.hear(eventOf({ ticketId: 'c', type: 'message.added' }))
  list.hear(eventOf({ ticketId: 'd', type: 'delivery.sent' }))
  expect(wanted).toEqual([])
  list.hear(eventOf({ ticketId: 'e', type: 'ticket.created', changes: [{ field: 'teamId', to: 'it' }] }))
  list.hear(eventOf({ ticketId: 'e', type: 'message.added' }))
  list.hear(eventOf({ ticketId: 'f', changes: [{ field: 'status', to: 'NEW' }] }))
  expect(wanted).toEqual(['e', 'f'])
})

test('a ticket that arrives enters where it belongs, unless that is behind what is loaded', async () => {
  const { store, list } = world(
    {},
    [2, 4, 6, 8].map((i) => numbered(i)),
  )
  await list.load()
  expect(list.state()).toMatchObject({ ids: ['t008', 't006', 't004'], hasMore: true })
  store.put('ticket', 1, numbered(7))
  store.put('ticket', 1, numbered(1))
  await becomes(() => expect(hows(list)).toEqual(['t007 entered']))
  list.apply()
  expect(list.state().ids).toEqual(['t008', 't007', 't006', 't004'])
  await list.loadMore()
  expect(list.state()).toMatchObject({ ids: ['t008', 't007', 't006', 't004', 't002'], hasMore: false })
})

test('a ticket that is gone leaves', async () => {
  const { store, list } = world({}, [numbered(1)])
  await list.load()
  store.remove('ticket', 't001')
  await becomes(() => expect(hows(list)).toEqual(['t001 left']))
})

test('reading anew brings changes, and a failure keeps what is shown', async () => {
  const { list, desk } = world(
    {},
    [1, 2].map((i) => numbered(i)),
  )
  await list.load()
  desk.tickets = [...desk.tickets, numbered(5)]
  await list.refresh()
  await becomes(() => expect(hows(list)).toEqual(['t005 entered']))
  desk.isDown = true
  await list.refresh()
  expect(list.state()).toMatchObject({ status: 'ready', ids: ['t002', 't001'] })
  expect(list.state().error).toBeInstanceOf(Error)
})

test('what was kept is shown until the desk answers, and then is not moved', async () => {
  const { list } = world(
    {},
    [1, 2].map((i) => numbered(i)),
  )
  const loading = list.load()
  list.showKept({ items: [numbered(1)], nextCursor: null })
  expect(list.state().ids).toEqual(['t001'])
  await loading
  await becomes(() => expect(hows(list)).toEqual(['t002 entered']))
  expect(list.state().ids).toEqual(['t001'])
})

test('an import of thousands reads the list anew and not each ticket', async () => {
  const { list, wanted, desk } = world({}, [])
  await list.load()
  for (let i = 0; i < 1_000; i += 1) list.hear(eventOf({ ticketId: `n${i}`, type: 'ticket.created' }))
  expect(wanted.length).toBeLessThanOrEqual(50)
  expect(desk.reads).toBe(2)
})

test('two filters that show the same have one name', () => {
  expect(filterKey({ status: ['NEW', 'CLOSED'], team: 'a' })).toBe(
    filterKey({ team: 'a', status: ['CLOSED', 'NEW'], sort: '-updated' }),
  )
  expect(filterKey({ team: 'a' })).not.toBe(filterKey({ team: 'b' }))
})

test('the fewest rows that would have to move are called moved', () => {
  expect(changesBetween(['a', 'b', 'c', 'd'], ['d', 'a', 'b', 'c'])).toEqual([{ id: 'd', how: 'moved' }])
  expect(changesBetween(['a', 'b'], ['a', 'b'])).toEqual([])
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(30)), fc.uniqueArray(fc.nat(30)), (one, other) => {
      const [shown, target] = [one.map(String), other.map(String)]
      const changed = new Set(changesBetween(shown, target).map(({ id }) => id))
      // What is not called changed stands in one order in both.
      expect(shown.filter((id) => !changed.has(id))).toEqual(target.filter((id) => !changed.has(id)))
    }),
  )
})

const anyTicket = fc.record({
  id: fc.uuid(),
  minute: fc.nat(5),
  due: fc.option(fc.nat(5)),
  status: fc.constantFrom('NEW' as const, 'RESOLVED' as const),
  priority: fc.constantFrom('P1' as const, 'P2' as const),
})
const anySort = fc.constantFrom<TicketSort>('updated', '-updated', 'created', '-created', 'due', '-due')

test('whatever happens, what apply shows is what the desk would answer', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(anyTicket, { selector: ({ id }) => id, maxLength: 12 }),
      fc.array(
        fc.record({ which: fc.nat(11), minute: fc.nat(9), status: fc.constantFrom('NEW', 'RESOLVED') }),
      ),
      anySort,
      async (made, steps, sort) => {
        const tickets = made.map(({ id, minute, due, status, priority }) =>
          ticketOf({
            id,
            status,
            priority,
            updatedAt: at(minute),
            createdAt: at(minute),
            dueAt: due === null ? null : at(due),
          }),
        )
        const { store, list, desk } = world({ status: ['NEW'], sort }, tickets)
        await list.load()
        while (list.state().hasMore) await list.loadMore()
        for (const { which, minute, status } of steps) {
          const ticket = desk.tickets[which]
          if (ticket === undefined) continue
          const next = {
            ...ticket,
            status: status as 'NEW',
            version: ticket.version + 1,
            updatedAt: at(minute),
          }
          desk.tickets = desk.tickets.with(which, next)
          store.put('ticket', next.version, next)
        }
        list.apply()
        const matching = desk.tickets.filter(({ status }) => status === 'NEW')
        expect(list.state().ids).toEqual(inOrder(matching, sort))
      },
    ),
    { numRuns: 200 },
  )
})
