import { TOPICS_MAX } from '../../contracts/realtime.ts'
import type {
  StopReason,
  Stream,
  StreamedEvent,
  StreamedSignal,
  StreamOptions,
  StreamState,
} from '../../contracts/stream.ts'
import type { Clock } from './clock.ts'
import type { TabChannel, TabLocks, TabMessage } from './stream-messages.ts'

export type BrowserStream = {
  setTopics(topics: readonly string[]): void
  poke(): void
  stop(): void
  isLeader(): boolean
  /** Where another one would go on. */
  cursor(): string | undefined
}

export type BrowserStreamOptions = {
  /** The same in all tabs of one person. */
  name: string
  tab: string
  /** Where the page's own data stands. */
  since: string | undefined
  clock: Clock
  locks: TabLocks | undefined
  channel: TabChannel | undefined
  open: (options: Omit<StreamOptions, 'baseUrl' | 'key'>) => Stream
  on: {
    event: (event: StreamedEvent) => void
    /** Something was or may have been missed. */
    reset: () => void
    state: (state: StreamState, why: StopReason | undefined) => void
    signal: (signal: StreamedSignal) => void
    revoked: (topic: string) => void
  }
}

/**
 * One stream for all tabs of a browser: the tab that holds the lock leads, the others hear from it. Each tab checks by
 * the chain of ids that it heard every event; who missed one is told to read anew. A new leader goes on where it was
 * itself. Without locks or channel each tab has a stream of its own.
 * Rule: docs/behaviour/web-data.md, "One stream a browser".
 */
export function createBrowserStream(options: BrowserStreamOptions): BrowserStream {
  const { clock, locks, on, tab } = options
  const ending = new AbortController()
  const channel = options.channel && untilEnded(options.channel, ending.signal)
  const others = new Map<string, readonly string[]>()
  let own: readonly string[] = []
  let last: string | undefined
  let cursor = options.since
  let state: StreamState = 'connecting'
  let stream: Stream | undefined
  let asked: readonly string[] = []
  /** Topics that a connection was opened with, and those that kept one from being opened. */
  let proven = new Set<string>()
  const banned = new Set<string>()
  let isWelcome = false
  let letGo: (() => void) | undefined
  let cancel: (() => void) | undefined

  const take = (event: StreamedEvent) => {
    last = event.id
    on.event(event)
  }
  const takeState = (next: StreamState, why: StopReason | undefined) => {
    state = next
    on.state(next, why)
  }
  const openSoon = () => {
    if (cancel !== undefined || letGo === undefined || ending.signal.aborted) return
    cancel = clock.after(INTEREST_MS, () => {
      cancel = undefined
      setStream(unionOf(own, others))
    })
  }
  const setStream = (union: readonly string[]) => {
    for (const topic of banned) if (!union.includes(topic)) banned.delete(topic)
    const topics = union.filter((topic) => !banned.has(topic))
    if (topics.length === 0) return
    asked = topics
    if (stream !== undefined && stream.state() !== 'stopped') return stream.setTopics(topics)
    stream?.stop()
    stream = options.open({
      topics,
      ...(cursor === undefined ? {} : { since: cursor }),
      onEvent(event) {
        const after = last
        take(event)
        cursor = event.id
        channel?.post({ kind: 'event', after, event, cursor })
      },
      onReset() {
        cursor = stream?.cursor() ?? cursor
        channel?.post({ kind: 'reset', cursor })
        on.reset()
      },
      onState(next, why) {
        cursor = stream?.cursor() ?? cursor
        if (next === 'live' || next === 'polling') proven = new Set(asked)
        if (next === 'stopped' && ban(why)) return openSoon()
        channel?.post({ kind: 'state', state: next, why, cursor })
        takeState(next, why)
      },
      onSignal(signal) {
        channel?.post({ kind: 'signal', signal })
        on.signal(signal)
      },
      onRevoked(topic) {
        channel?.post({ kind: 'revoked', topic })
        on.revoked(topic)
      },
    })
    stream.start()
  }
  /** One topic that may not be seen refuses the whole stream: goes on without the ones that are new, then with less. */
  const ban = (why: StopReason | undefined): boolean => {
    if (why?.status !== 403 && why?.status !== 404) return false
    const unproven = asked.filter((topic) => !proven.has(topic) && topic !== 'me')
    const refused = unproven.length > 0 ? unproven : asked.filter((topic) => topic !== 'me')
    for (const topic of refused) banned.add(topic)
    return refused.length > 0 && asked.length > refused.length
  }
  const lead = () =>
    new Promise<void>((resolve) => {
      if (ending.signal.aborted) return resolve()
      letGo = resolve
      isWelcome = true
      channel?.post({ kind: 'reign' })
      openSoon()
    })
  const hear = (message: TabMessage) => {
    if (ending.signal.aborted) return
    if (letGo === undefined) return follow(message)
    if (message.kind === 'interest') {
      const isNew = !others.has(message.tab)
      others.set(message.tab, message.topics)
      openSoon()
      channel?.post({ kind: 'welcome', tab: message.tab, last, cursor: stream?.cursor() ?? cursor, state })
      // A tab that dies says no goodbye; its lock falls to us instead.
      if (isNew)
        void locks
          ?.request(tabLock(message.tab), { signal: ending.signal }, async () => leave(message.tab))
          .catch(() => {})
    } else if (message.kind === 'leaving') leave(message.tab)
    else if (message.kind === 'poke') wake()
  }
  const wake = () => {
    if (stream?.state() === 'stopped') openSoon()
    stream?.poke()
  }
  const leave = (one: string) => {
    if (others.delete(one)) openSoon()
  }
  const follow = (message: TabMessage) => {
    if ('cursor' in message && message.cursor !== undefined && message.kind !== 'welcome')
      cursor = message.cursor
    if (message.kind === 'reign') channel?.post({ kind: 'interest', tab, topics: own })
    else if (message.kind === 'event') {
      const isMissing = isWelcome && message.after !== last
      take(message.event)
      if (isMissing) on.reset()
    } else if (message.kind === 'reset') on.reset()
    else if (message.kind === 'state') takeState(message.state, message.why)
    else if (message.kind === 'signal') on.signal(message.signal)
    else if (message.kind === 'revoked') on.revoked(message.topic)
    else if (message.kind === 'welcome' && message.tab === tab) {
      // Before the first welcome events may have passed unheard, unless the page is as new as the stream.
      const isBehind = isWelcome
        ? message.last !== last
        : !isUpTo(message.last ?? message.cursor, options.since)
      isWelcome = true
      last = message.last
      cursor = message.cursor ?? cursor
      takeState(message.state, undefined)
      if (isBehind) on.reset()
    }
  }

  if (locks === undefined || channel === undefined) void lead()
  else {
    channel.onMessage(hear)
    void locks.request(tabLock(tab), ending, () => untilAborted(ending.signal)).catch(() => {})
    void locks.request(`${options.name}:stream`, ending, lead).catch(() => {})
    channel.post({ kind: 'interest', tab, topics: own })
  }
  return {
    setTopics(topics) {
      if (topics.join() === own.join()) return
      own = [...topics]
      if (letGo !== undefined) openSoon()
      else channel?.post({ kind: 'interest', tab, topics: own })
    },
    poke() {
      if (letGo !== undefined) wake()
      else channel?.post({ kind: 'poke' })
    },
    stop() {
      cancel?.()
      channel?.post({ kind: 'leaving', tab })
      ending.abort()
      stream?.stop()
      letGo?.()
      options.channel?.close()
    },
    isLeader: () => letGo !== undefined,
    cursor: () => stream?.cursor() ?? cursor,
  }
}

/** A person who moves over a list opens and leaves tickets quickly; each change of topics is a new connection. */
const INTEREST_MS = 200

/** A channel that is closed throws at whoever still has something to say. */
function untilEnded(channel: TabChannel, ending: AbortSignal): Pick<TabChannel, 'post' | 'onMessage'> {
  return {
    post(message) {
      if (!ending.aborted) channel.post(message)
    },
    onMessage: channel.onMessage,
  }
}

function tabLock(tab: string): string {
  return `docket:tab:${tab}`
}

/** `me` and teams first: what does not fit are the tickets of tabs that have been open longest. */
function unionOf(own: readonly string[], others: ReadonlyMap<string, readonly string[]>): string[] {
  const all = [...new Set([...own, ...[...others.values()].reverse().flat()])]
  const rank = (topic: string) => (topic === 'me' ? 0 : topic.startsWith('team:') ? 1 : 2)
  return all.sort((a, b) => rank(a) - rank(b)).slice(0, TOPICS_MAX)
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

/** Whether a position is known not to be after another. Sealed positions cannot be compared. */
function isUpTo(one: string | undefined, other: string | undefined): boolean {
  const [a, b] = [one, other].map((id) => /^(\d+)\.(\d+)$/.exec(id ?? ''))
  if (!a || !b) return one !== undefined && one === other
  return a[1] === b[1] && Number(a[2]) <= Number(b[2])
}
