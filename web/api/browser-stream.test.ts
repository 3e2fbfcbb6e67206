import { beforeEach, expect, test } from 'vitest'
import type { StreamedEvent, StreamOptions, StreamState } from '../../contracts/stream.ts'
import { becomes } from '../../test/harness/becomes.ts'
import { createBrowserStream } from './browser-stream.ts'
import { createManualClock, type ManualClock } from './manual-clock.ts'
import type { TabChannel, TabLocks, TabMessage } from './stream-messages.ts'

type Opened = Omit<StreamOptions, 'baseUrl' | 'key'> & {
  tab: string
  state: StreamState
  topicsNow: readonly string[]
}

let clock: ManualClock
let opened: Opened[]
/** The log of the desk: a stream that resumes gets what is behind its position. */
let log: StreamedEvent[]
let channels: Map<string, (message: TabMessage) => void>
let held: Map<string, { tab: string; letGo: () => void }>
let queue: { name: string; tab: string; take: () => void }[]

beforeEach(() => {
  clock = createManualClock()
  opened = []
  log = []
  channels = new Map()
  held = new Map()
  queue = []
})

const event = (seq: number): StreamedEvent => ({ id: `1.${seq}`, type: 'ticket.updated', data: { seq } })
const seqOf = (id: string) => Number(id.split('.')[1])

/** Locks between tabs; a tab that dies lets go of its own and leaves the queue. */
function locksOf(tab: string): TabLocks {
  const grant = (name: string) => {
    if (held.has(name)) return
    const next = queue.findIndex((one) => one.name === name)
    if (next >= 0) queue.splice(next, 1)[0]?.take()
  }
  return {
    request: (name, { signal }, run) =>
      new Promise((resolve) => {
        const take = () => {
          const letGo = () => {
            held.delete(name)
            grant(name)
          }
          held.set(name, { tab, letGo })
          void run().then(() => {
            if (held.get(name)?.letGo === letGo) letGo()
            resolve(undefined)
          })
        }
        signal.addEventListener('abort', () => {
          queue = queue.filter((one) => one.take !== take)
        })
        queue.push({ name, tab, take })
        grant(name)
      }),
  }
}

function channelOf(tab: string): TabChannel {
  return {
    post(message) {
      if (!channels.has(tab)) return
      for (const [other, listener] of [...channels]) if (other !== tab) listener(structuredClone(message))
    },
    onMessage: (listener) => channels.set(tab, listener),
    close: () => channels.delete(tab),
  }
}

/** The tab is gone without a word: the browser frees its locks. */
function kill(tab: string) {
  channels.delete(tab)
  for (const one of opened) if (one.tab === tab) one.state = 'stopped'
  queue = queue.filter((one) => one.tab !== tab)
  for (const { tab: holder, letGo } of [...held.values()]) if (holder === tab) letGo()
}

type TabOptions = { since?: string; alone?: boolean; topics?: readonly string[]; channel?: TabChannel }

function openTab(tab: string, options: TabOptions = {}) {
  const got: number[] = []
  const states: StreamState[] = []
  let resets = 0
  let stream: Opened | undefined
  const shared = createBrowserStream({
    name: 'ana',
    tab,
    since: options.since ?? '1.0',
    clock,
    locks: options.alone === true ? undefined : locksOf(tab),
    channel: options.alone === true ? undefined : (options.channel ?? channelOf(tab)),
    open(given) {
      const made: Opened = { ...given, tab, state: 'connecting', topicsNow: given.topics }
      let cursor = given.since
      const onEvent = (one: StreamedEvent) => {
        cursor = one.id
        given.onEvent(one)
      }
      made.onEvent = onEvent
      opened.push(made)
      stream = made
      return {
        start() {
          made.state = 'live'
          given.onState?.('live')
          for (const one of log) if (seqOf(one.id) > seqOf(given.since ?? '1.0')) onEvent(one)
        },
        stop: () => {
          made.state = 'stopped'
        },
        state: () => made.state,
        cursor: () => cursor,
        setTopics(topics) {
          made.topicsNow = topics
        },
        poke() {},
      }
    },
    on: {
      event: ({ data }) => got.push((data as { seq: number }).seq),
      reset() {
        resets += 1
      },
      state: (state) => states.push(state),
      signal() {},
      revoked() {},
    },
  })
  shared.setTopics(options.topics ?? ['me', 'team:it'])
  clock.advance(500)
  return { shared, got, states, resets: () => resets, stream: () => stream }
}

const live = () => opened.filter(({ state }) => state === 'live')
/** The desk commits: whoever follows hears of it. */
function commit(seq: number) {
  const one = event(seq)
  log.push(one)
  for (const stream of live()) stream.onEvent(one)
}

test('six tabs have one stream, and each hears every event once', () => {
  const tabs = ['a', 'b', 'c', 'd', 'e', 'f'].map((tab) => openTab(tab))
  for (const seq of [1, 2, 3]) commit(seq)
  expect(opened).toHaveLength(1)
  expect(tabs.map(({ got }) => got)).toEqual(Array.from({ length: 6 }, () => [1, 2, 3]))
  expect(tabs.map(({ resets }) => resets())).toEqual([0, 0, 0, 0, 0, 0])
  expect(tabs.map(({ states }) => states.at(-1))).toEqual(Array.from({ length: 6 }, () => 'live'))
})

test('when the leader dies another goes on where it was: nothing is lost, nothing twice', () => {
  const [a, b, c] = [openTab('a'), openTab('b'), openTab('c')]
  commit(1)
  kill('a')
  log.push(event(2))
  clock.advance(500)
  commit(3)
  expect(live()).toHaveLength(1)
  expect(live()[0]?.since).toBe('1.1')
  expect(b.got).toEqual([1, 2, 3])
  expect(c.got).toEqual([1, 2, 3])
  expect([b.resets(), c.resets()]).toEqual([0, 0])
  expect(a.got).toEqual([1])
})

test('a leader that leaves by wish hands over in the same way', async () => {
  const [a, b] = [openTab('a'), openTab('b')]
  commit(1)
  a.shared.stop()
  log.push(event(2))
  await becomes(() => expect(b.shared.isLeader()).toBe(true))
  clock.advance(500)
  expect(b.got).toEqual([1, 2])
})

test('a tab whose page is older than the stream is told to read anew; one that is as new is not', () => {
  openTab('a')
  for (const seq of [1, 2]) commit(seq)
  expect(openTab('older', { since: '1.1' }).resets()).toBe(1)
  expect(openTab('newer', { since: '1.2' }).resets()).toBe(0)
})

test('a tab that missed an event notices it by the next and reads anew', () => {
  openTab('a')
  const b = openTab('b')
  const listener = channels.get('b')
  commit(1)
  channels.set('b', () => {})
  commit(2)
  if (listener !== undefined) channels.set('b', listener)
  expect(b.resets()).toBe(0)
  commit(3)
  expect(b.resets()).toBe(1)
  commit(4)
  expect(b.resets()).toBe(1)
  expect(b.got).toEqual([1, 3, 4])
})

test('the stream holds the topics of all tabs, and lets go of those of tabs that are gone', () => {
  openTab('a', { topics: ['me', 'ticket:1'] })
  openTab('b', { topics: ['me', 'ticket:2'] })
  expect(live()[0]?.topicsNow).toEqual(['me', 'ticket:1', 'ticket:2'])
  kill('b')
  clock.advance(500)
  expect(live()[0]?.topicsNow).toEqual(['me', 'ticket:1'])
})

test('with more than 200 topics me and the teams stay', () => {
  const tickets = Array.from({ length: 250 }, (_, i) => `ticket:${i}`)
  openTab('a', { topics: [...tickets, 'team:it', 'me'] })
  const topics = opened[0]?.topics ?? []
  expect(topics).toHaveLength(200)
  expect(topics.slice(0, 2)).toEqual(['me', 'team:it'])
})

test('a topic that may not be seen does not end the stream of the others', () => {
  const { shared, states, stream } = openTab('a')
  shared.setTopics(['me', 'team:it', 'ticket:hidden'])
  clock.advance(500)
  const first = stream()
  if (first !== undefined) first.state = 'stopped'
  first?.onState?.('stopped', { status: 404, code: 'not-found' })
  clock.advance(500)
  expect(stream()?.topics).toEqual(['me', 'team:it'])
  expect(states).not.toContain('stopped')
})

test('a lost session ends the stream and is told; it begins again when poked', () => {
  const { shared, states, stream } = openTab('a')
  const first = stream()
  if (first !== undefined) first.state = 'stopped'
  first?.onState?.('stopped', { status: 401, code: 'unauthenticated' })
  clock.advance(60_000)
  expect(states.at(-1)).toBe('stopped')
  expect(opened).toHaveLength(1)
  shared.poke()
  clock.advance(500)
  expect(opened).toHaveLength(2)
})

test('without locks each tab has its own stream', () => {
  const tabs = [openTab('a', { alone: true }), openTab('b', { alone: true })]
  commit(1)
  expect(opened).toHaveLength(2)
  expect(tabs.map(({ got }) => got)).toEqual([[1], [1]])
})

test('a person who moves over a list quickly does not make a connection for each ticket', () => {
  const { shared } = openTab('a')
  const changes: (readonly string[])[] = []
  const stream = opened[0]
  if (stream !== undefined)
    Object.defineProperty(stream, 'topicsNow', {
      set: (topics) => changes.push(topics),
      get: () => changes.at(-1) ?? [],
    })
  for (let i = 0; i < 10; i += 1) {
    shared.setTopics(['me', `ticket:${i}`])
    clock.advance(10)
  }
  clock.advance(500)
  expect(changes).toEqual([['me', 'ticket:9']])
})

test('a tab that has stopped says nothing more on a channel that is closed', () => {
  openTab('a')
  const channel = channelOf('b')
  let isClosed = false
  const { shared } = openTab('b', {
    channel: {
      post(message) {
        if (isClosed) throw new DOMException('closed', 'InvalidStateError')
        channel.post(message)
      },
      onMessage: channel.onMessage,
      close() {
        isClosed = true
        channel.close()
      },
    },
  })
  shared.stop()
  shared.setTopics(['me', 'ticket:9'])
  shared.poke()
  expect(isClosed).toBe(true)
})
