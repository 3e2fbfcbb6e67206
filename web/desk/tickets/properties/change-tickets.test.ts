import { i18n } from '@lingui/core'
import { beforeAll, expect, test } from 'vitest'
import { ApiError, type Client } from '../../../../contracts/client.ts'
import type { Ticket } from '../../../../contracts/tickets.ts'
import { becomes } from '../../../../test/harness/becomes.ts'
import { createChangers } from '../../../api/conflicts.ts'
import { createEntityStore } from '../../../api/entity-store.ts'
import { createGate } from '../../../api/gate.ts'
import { createManualClock } from '../../../api/manual-clock.ts'
import { createMutations } from '../../../api/mutations.ts'
import { eventOf, ticketOf } from '../../../api/ticket-samples.ts'
import { createUndoStack } from '../../../app/undo-stack.ts'
import { en } from '../../../locales/en.ts'
import type { ToastText } from '../../../ui/toast.tsx'
import { afterChange, type Change, touchedOf } from './change.ts'
import { changeTickets, UNDO_MS } from './change-tickets.ts'

beforeAll(() => i18n.loadAndActivate({ locale: 'en', messages: compiled() }))

/** The plurals as they are: what is tested is which text is said, not its grammar. */
function compiled(): Record<string, string> {
  return Object.fromEntries(Object.keys(en).map((id) => [id, id]))
}

/** A desk that does what it is asked, as the real one would, unless it is told to refuse. */
function world(...tickets: Partial<Ticket>[]) {
  const server = new Map<string, Ticket>()
  const store = createEntityStore()
  const sent: string[] = []
  let refuse: ((id: string) => unknown) | undefined
  const put = (ticket: Ticket) => {
    server.set(ticket.id, ticket)
    store.put('ticket', ticket.version, ticket)
  }
  for (const [at, part] of tickets.entries())
    put(
      ticketOf({ id: `t${at + 1}`, key: `IT-${at + 1}`, status: 'IN_PROGRESS', assigneeId: 'ana', ...part }),
    )
  const client = {
    async call(contract: { path: string }, input: { params: { id: string }; body: Record<string, string> }) {
      const { id } = input.params
      const error = refuse?.(id)
      if (error !== undefined) throw error
      const before = server.get(id) as Ticket
      const next = { ...before, ...afterChange(touchedOf(before), changeOf(contract.path, input.body), 'me') }
      server.set(id, { ...next, version: before.version + 1 })
      sent.push(`${id} ${Object.values(input.body).join(' ')}`)
      return server.get(id)
    },
  } as unknown as Client
  const clock = createManualClock()
  const changers = createChangers()
  const network = createGate()
  const mutations = createMutations({
    client,
    store,
    clock,
    changers,
    network,
    signedIn: createGate(),
    read: async (key) => {
      const ticket = server.get(key.slice('ticket:'.length)) as Ticket
      store.put('ticket', ticket.version, ticket)
    },
  })
  const undo = createUndoStack(clock)
  const toasts: ToastText[] = []
  const ground = {
    desk: { mutations, store, network, clock, knownThread: () => undefined },
    meId: 'me',
    nameOf: (id: string) => ({ ben: 'Ben' })[id],
    showToast(toast: ToastText) {
      toasts.push(toast)
      return () => undefined
    },
    pushUndo: undo.push,
    undoKeys: () => 'z',
  }
  return {
    clock,
    changers,
    network,
    undo,
    toasts,
    sent,
    put,
    change: (ids: string[], change: Change) => changeTickets(ground, ids, change),
    shown: (id: string) => touchedOf(store.get('ticket', id) as Ticket),
    stored: (id: string) => touchedOf(server.get(id) as Ticket),
    refuseWith: (answer: typeof refuse) => {
      refuse = answer
    },
    elsewhere(id: string, part: Partial<Ticket>) {
      const before = server.get(id) as Ticket
      put({ ...before, ...part, version: before.version + 1 })
    },
    settled: () => becomes(() => expect(mutations.pending()).toEqual([])),
  }
}

function changeOf(path: string, body: Record<string, unknown>): Change {
  if (path.endsWith('/assign')) return { property: 'assignee', to: body.assigneeId as string | null }
  return path.endsWith('/transition')
    ? ({ property: 'status', to: body.status, reason: body.reason } as Change)
    : ({ property: 'priority', to: body.priority } as Change)
}

const resolve: Change = { property: 'status', to: 'RESOLVED' }
const conflict = () => new ApiError(412, 'version-mismatch', 'Somebody changed the ticket.')

test('what was changed is as it was after taking it back, for each ticket to its own value', async () => {
  const { change, undo, stored, shown, settled } = world(
    { priority: 'P2' },
    { priority: 'P4' },
    { priority: 'P1' },
  )
  await change(['t1', 't2', 't3'], { property: 'priority', to: 'P1' })
  expect(['t1', 't2', 't3'].map((id) => stored(id).priority)).toEqual(['P1', 'P1', 'P1'])
  expect(undo.undo()).toBe(true)
  expect(['t1', 't2', 't3'].map((id) => shown(id).priority)).toEqual(['P2', 'P4', 'P1'])
  await settled()
  expect(['t1', 't2', 't3'].map((id) => stored(id).priority)).toEqual(['P2', 'P4', 'P1'])
})

test('a resolved ticket comes back to its status and assignee by the ways that are open', async () => {
  const { change, undo, stored, shown, sent, settled } = world({
    status: 'WAITING_ON_VENDOR',
    statusReason: 'Acme',
    assigneeId: null,
  })
  await change(['t1'], resolve)
  expect(stored('t1')).toMatchObject({ status: 'RESOLVED', assigneeId: 'me' })
  undo.undo()
  expect(shown('t1')).toMatchObject({ status: 'WAITING_ON_VENDOR', assigneeId: null })
  await settled()
  expect(stored('t1')).toEqual({
    status: 'WAITING_ON_VENDOR',
    statusReason: 'Acme',
    assigneeId: null,
    priority: 'P3',
  })
  expect(sent).not.toContain('t1 IN_PROGRESS')
})

test('after 30 s nothing is taken back', async () => {
  const { change, clock, undo, stored } = world({})
  await change(['t1'], resolve)
  clock.advance(UNDO_MS)
  expect(undo.undo()).toBe(false)
  expect(stored('t1').status).toBe('RESOLVED')
})

test('what somebody changed since stays theirs, and that is said', async () => {
  const { change, undo, elsewhere, stored, settled, toasts } = world({}, {})
  await change(['t1', 't2'], resolve)
  elsewhere('t1', { status: 'REOPENED' })
  undo.undo()
  await settled()
  expect(stored('t1').status).toBe('REOPENED')
  expect(stored('t2').status).toBe('IN_PROGRESS')
  expect(toasts.at(-1)).toEqual({ text: 'properties.isBack', detail: 'properties.notBack' })
})

test('what is refused rolls back alone, is named, and can be tried again', async () => {
  const { change, refuseWith, shown, stored, toasts, undo, settled } = world({}, {})
  refuseWith((id) => (id === 't2' ? new ApiError(409, 'precondition-failed', 'Not now.') : undefined))
  await change(['t1', 't2'], resolve)
  expect([shown('t1').status, shown('t2').status]).toEqual(['RESOLVED', 'IN_PROGRESS'])
  const told = toasts.at(-1)
  expect(told).toMatchObject({ kind: 'alert', detail: 'IT-2: Not now.', action: { text: 'ui.retry' } })
  refuseWith(undefined)
  told?.action?.onSelect()
  await settled()
  expect(stored('t2').status).toBe('RESOLVED')
  undo.undo()
  undo.undo()
  await settled()
  expect([stored('t1').status, stored('t2').status]).toEqual(['IN_PROGRESS', 'IN_PROGRESS'])
})

test('a change that failed as a whole cannot be taken back', async () => {
  const { change, refuseWith, undo } = world({})
  refuseWith(() => new ApiError(403, 'forbidden', 'No.'))
  await change(['t1'], resolve)
  expect(undo.newest()).toBeUndefined()
})

test('who changed it first is named, and one may have one’s own all the same', async () => {
  const { change, changers, elsewhere, refuseWith, shown, stored, toasts, settled } = world({
    priority: 'P3',
  })
  let first = true
  refuseWith(() => {
    if (!first) return undefined
    first = false
    elsewhere('t1', { priority: 'P4' })
    changers.heard(
      eventOf({ changes: [{ field: 'priority', to: 'P4' }], actor: { type: 'person', id: 'ben' } }),
      'ticket:t1',
    )
    return conflict()
  })
  await change(['t1'], { property: 'priority', to: 'P1' })
  expect(shown('t1').priority).toBe('P4')
  const told = toasts.at(-1)
  expect(told).toMatchObject({ text: 'properties.first', action: { text: 'properties.useMine' } })
  told?.action?.onSelect()
  await settled()
  expect(stored('t1').priority).toBe('P1')
})

test('without a network the change is shown, waits, and says so; taken back it never shows', async () => {
  const { change, network, shown, stored, toasts, undo, settled } = world({ priority: 'P3' })
  network.close()
  const changed = change(['t1'], { property: 'priority', to: 'P1' })
  expect(shown('t1').priority).toBe('P1')
  expect(toasts.at(-1)?.detail).toBe('properties.onceOnline')
  undo.undo()
  expect(shown('t1').priority).toBe('P3')
  network.open()
  await changed
  await settled()
  expect(stored('t1').priority).toBe('P3')
})

test('what has the value already is neither sent nor told', async () => {
  const { change, sent, toasts } = world({ status: 'RESOLVED' })
  await change(['t1'], resolve)
  expect([sent, toasts]).toEqual([[], []])
})
