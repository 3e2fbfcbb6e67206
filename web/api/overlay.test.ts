import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StreamEvent } from '../../contracts/realtime.ts'
import type { Ticket } from '../../contracts/tickets.ts'
import { createEntityStore } from './entity-store.ts'
import { applyEvent } from './ticket-events.ts'
import { eventOf, ticketOf } from './ticket-samples.ts'

const FIELDS = ['subject', 'priority', 'assigneeId'] as const
type Field = (typeof FIELDS)[number]
type Change = { field: Field; value: string; rank: number }
type Mine = {
  id: string
  changes: Change[]
  state: 'sent' | 'committed' | 'failed' | 'settled'
  answer?: Ticket
}

/** A desk with one ticket, its log, and one browser that hears of both late and in any order of answers. */
function createWorld() {
  const store = createEntityStore()
  let server: Ticket = ticketOf({ version: 1, seq: 1 })
  const log: StreamEvent[] = []
  const rankOf = new Map<string, number>()
  let heard = 0
  let ranks = 0
  let seq = 1
  const mine: Mine[] = []
  const lateReads: Ticket[] = []
  store.put('ticket', server.version, server)
  const commit = (changes: Change[], mutationId: string | undefined) => {
    server = { ...server, version: server.version + 1 }
    for (const { field, value } of changes) {
      seq += 1
      server = { ...server, [field]: value, seq }
      log.push(eventOf({ seq, version: server.version, mutationId, changes: [{ field, to: value }] }))
    }
    return server
  }
  const change = (field: Field): Change => {
    ranks += 1
    const value = `v${ranks}`
    rankOf.set(value, ranks)
    return { field, value, rank: ranks }
  }
  return {
    store,
    log,
    mine,
    lateReads,
    rankOf,
    change,
    commit,
    server: () => server,
    heard: () => heard,
    hearNext() {
      const event = log[heard]
      if (event === undefined) return
      heard += 1
      applyEvent(store, event)
    },
  }
}

const step = fc.oneof(
  fc.record({
    do: fc.constant('mine' as const),
    fields: fc.uniqueArray(fc.constantFrom(...FIELDS), { minLength: 1 }),
  }),
  fc.record({
    do: fc.constant('theirs' as const),
    fields: fc.uniqueArray(fc.constantFrom(...FIELDS), { minLength: 1 }),
  }),
  ...(['commit', 'commit', 'fail', 'answer', 'answer', 'hear', 'hear', 'hear', 'read', 'late'] as const).map(
    (kind) => fc.record({ do: fc.constant(kind) }),
  ),
)

test('what is shown is the server with what is pending over it, and never falls back behind an own change', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
      const world = createWorld()
      const { store, mine } = world
      /** Per field the newest own change that was made, not failed. */
      const floor = new Map<Field, Change>()
      const committedAt = new Map<string, number>()
      const newestShown = new Map<Field, number>()
      let commits = 0
      const commit = (changes: Change[], id: string | undefined) => {
        const at = world.commit(changes, id)
        for (const { value } of changes) {
          commits += 1
          committedAt.set(value, commits)
        }
        return at
      }
      for (const one of steps) {
        if (one.do === 'mine') {
          const changes = one.fields.map(world.change)
          const id = `m${mine.length}`
          mine.push({ id, changes, state: 'sent' })
          store.layDown(
            id,
            'ticket',
            't',
            Object.fromEntries(changes.map(({ field, value }) => [field, value])),
          )
          for (const made of changes) floor.set(made.field, made)
        } else if (one.do === 'theirs') commit(one.fields.map(world.change), undefined)
        else if (one.do === 'hear') world.hearNext()
        else if (one.do === 'read') world.lateReads.push(world.server())
        else if (one.do === 'late') {
          const read = world.lateReads.shift()
          if (read !== undefined) store.put('ticket', read.version, read)
        } else {
          // Changes of one thing are sent one after the other: the first that is not settled.
          const next = mine.find(({ state }) => state === 'sent' || state === 'committed')
          if (next === undefined) continue
          if (one.do === 'commit' && next.state === 'sent') {
            next.answer = commit(next.changes, next.id)
            next.state = 'committed'
          } else if (one.do === 'fail' && next.state === 'sent') {
            store.takeUp(next.id)
            next.state = 'failed'
            for (const { field } of next.changes) {
              const left = mine.filter(({ state }) => state !== 'failed').flatMap(({ changes }) => changes)
              const last = left.filter((made) => made.field === field).at(-1)
              if (last === undefined) floor.delete(field)
              else floor.set(field, last)
            }
          } else if (one.do === 'answer' && next.state === 'committed' && next.answer !== undefined) {
            store.put('ticket', next.answer.version, next.answer)
            store.takeUp(next.id)
            next.state = 'settled'
          }
        }
        const shown = store.get('ticket', 't') as Ticket
        for (const field of FIELDS) {
          const shownAt = committedAt.get(String(shown[field]))
          if (shownAt !== undefined) expect(shownAt).toBeGreaterThanOrEqual(newestShown.get(field) ?? 0)
          if (shownAt !== undefined) newestShown.set(field, shownAt)
          const made = floor.get(field)
          if (made === undefined) continue
          const at = committedAt.get(made.value)
          // Not committed: mine is shown. Committed: mine, or what was committed behind it.
          if (at === undefined) expect(shown[field]).toBe(made.value)
          else expect(committedAt.get(String(shown[field])) ?? 0).toBeGreaterThanOrEqual(at)
        }
      }
      while (world.heard() < world.log.length) world.hearNext()
      for (const { id, state } of mine) if (state === 'sent') store.takeUp(id)
      store.put('ticket', world.server().version, world.server())
      const { subject, priority, assigneeId } = store.get('ticket', 't') as Ticket
      expect({ subject, priority, assigneeId }).toEqual({
        subject: world.server().subject,
        priority: world.server().priority,
        assigneeId: world.server().assigneeId,
      })
    }),
    { numRuns: 500 },
  )
})
