import {
  PRESENCE_EXPIRY_MS,
  PRESENCE_MODES,
  type Presence,
  type PresenceData,
  type PresenceMode,
} from '../../../contracts/presence.ts'
import type { Signal, Signals } from '../../platform/signals/index.ts'
import type { StreamHub, Whisper } from './hub.ts'
import { topicKey } from './topics.ts'

/** Somebody says what they do on a ticket, which is in this team and of this requester. */
export type PresenceBeat = {
  tenantId: string
  ticketId: string
  teamId: string
  requesterId: string
  person: { id: string; name: string }
  mode: PresenceMode
}

/** Who has which ticket open, as far as this process has heard. It is kept in memory only. */
export type PresenceBoard = {
  say(beat: PresenceBeat): void
  /** Those on a ticket, who came first first. */
  on(tenantId: string, ticketId: string): Presence[]
  /** Says it to other processes, and hears them, from now on; without that it is of this process alone. */
  spreadBy(signals: Pick<Signals, 'send' | 'onSignal'>): void
  stop(): void
}

/** What processes tell each other: where the ticket lies too, which no stream is told. */
type SpreadPresence = PresenceData & { teamId?: string; requesterId?: string }

type Entry = { tenantId: string; data: SpreadPresence; heardAtMs: number }

const EVENT = 'presence'
/** The same thing is said once in so long. */
const SAY_AGAIN_MS = 2_000
const LOOK_EVERY_MS = 1_000
/** Beyond so many nobody is added: a process holds what a few thousand agents can look at. */
const ENTRIES_MAX = 20_000

/** Makes the board of a process. Rule: docs/behaviour/presence.md. */
export function createPresenceBoard(
  whisper: StreamHub['whisper'],
  now: () => number = Date.now,
): PresenceBoard {
  const tickets = new Map<string, Map<string, Entry>>()
  let count = 0
  let timer: NodeJS.Timeout | undefined
  let spread: ((signal: Signal) => void) | undefined
  const drop = (key: string, personId: string) => {
    const people = tickets.get(key)
    if (people?.delete(personId) === true) count -= 1
    if (people?.size === 0) tickets.delete(key)
  }
  const take = (signal: Signal) => {
    const { tenantId, data } = signal
    if (signal.event !== EVENT || !isPresence(data)) return
    const key = keyOf(tenantId, data.ticketId)
    const people = tickets.get(key) ?? new Map<string, Entry>()
    if (data.mode === 'LEFT') drop(key, data.person.id)
    else {
      if (!people.has(data.person.id)) {
        if (count >= ENTRIES_MAX) return
        count += 1
      }
      people.set(data.person.id, { tenantId, data, heardAtMs: now() })
      tickets.set(key, people)
      timer ??= setInterval(expire, LOOK_EVERY_MS).unref()
    }
    whisper(told(tenantId, data))
  }
  const expire = () => {
    for (const people of [...tickets.values()])
      for (const { tenantId, data, heardAtMs } of [...people.values()]) {
        if (now() - heardAtMs < PRESENCE_EXPIRY_MS) continue
        const left: SpreadPresence = { ...data, mode: 'LEFT', since: instant(now()) }
        take({ tenantId, topic: topicKey('ticket', data.ticketId), event: EVENT, data: left })
      }
    if (tickets.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
  return {
    say({ tenantId, ticketId, person, mode, teamId, requesterId }) {
      const known = tickets.get(keyOf(tenantId, ticketId))?.get(person.id)
      const isSame = known === undefined ? mode === 'LEFT' : known.data.mode === mode
      if (isSame && (known === undefined || now() - known.heardAtMs < SAY_AGAIN_MS)) return
      const since = isSame && known !== undefined ? known.data.since : instant(now())
      const data: SpreadPresence = { ticketId, person, mode, since, teamId, requesterId }
      const send = spread ?? take
      send({ tenantId, topic: topicKey('ticket', ticketId), event: EVENT, data })
    },
    on(tenantId, ticketId) {
      const people = [...(tickets.get(keyOf(tenantId, ticketId))?.values() ?? [])]
      return people
        .filter(({ heardAtMs }) => now() - heardAtMs < PRESENCE_EXPIRY_MS)
        .map(({ data: { person, mode, since } }) => ({ person, mode, since }))
        .sort((a, b) => a.since.localeCompare(b.since))
    },
    spreadBy(signals) {
      signals.onSignal(take)
      spread = signals.send
    },
    stop: () => clearInterval(timer),
  }
}

/** The topics are made here: a signal of another process cannot name one of its own. */
function told(tenantId: string, { teamId, requesterId, ...data }: SpreadPresence): Whisper {
  const isPlaced = typeof teamId === 'string' && typeof requesterId === 'string'
  return {
    tenantId,
    topic: topicKey('ticket', data.ticketId),
    event: EVENT,
    data,
    team: isPlaced ? { id: teamId, exceptPersonId: requesterId } : undefined,
  }
}

function keyOf(tenantId: string, ticketId: string): string {
  return `${tenantId}:${ticketId}`
}

function instant(ms: number): string {
  return new Date(ms).toISOString()
}

/** What another process sent may be of another version of Docket. */
function isPresence(value: unknown): value is SpreadPresence {
  const { ticketId, person, mode, since } = (value ?? {}) as Partial<PresenceData>
  const isSaid = typeof ticketId === 'string' && typeof since === 'string'
  const isNamed = typeof person?.id === 'string' && typeof person.name === 'string'
  return isSaid && isNamed && (PRESENCE_MODES as readonly unknown[]).includes(mode)
}
