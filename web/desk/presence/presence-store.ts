import { PRESENCE_EXPIRY_MS, type Presence, type PresenceData } from '../../../contracts/presence.ts'
import type { Clock } from '../../api/index.ts'

/** Who else has which ticket open, as the page heard it last. */
export type PresenceStore = {
  /** Takes in what the stream told. */
  hear(data: PresenceData): void
  /**
   * Begins to read who is on these tickets; the answer takes in what was read, or undefined where that failed. Whoever is
   * not in it is gone, but what the stream told since the beginning is newer than it.
   */
  read(ticketIds: readonly string[]): (items: readonly PresenceData[] | undefined) => void
  /** Those on a ticket, who writes first, then who came first; the same array until it changes. */
  of(ticketId: string): readonly Presence[]
  subscribe(ticketId: string, listener: () => void): () => void
}

/** Somebody of whom nothing was heard for so long is gone, also if the word that says so was lost. */
export const FORGOTTEN_AFTER_MS = PRESENCE_EXPIRY_MS + 5_000

type Heard = { presence: Presence; heardAtMs: number }

/** Keeps who is where. Oneself is never in it, nor one's other tabs. Rule: docs/behaviour/presence.md. */
export function createPresenceStore({ clock, meId }: { clock: Clock; meId: string }): PresenceStore {
  const tickets = new Map<string, Map<string, Heard>>()
  const shown = new Map<string, readonly Presence[]>()
  const listeners = new Map<string, Set<() => void>>()
  /** Readings under way, with those whom the stream told of since each began: `ticketId:personId`. */
  const readings = new Set<Set<string>>()
  let callOff: (() => void) | undefined

  const show = (ticketId: string) => {
    const next = ordered([...(tickets.get(ticketId)?.values() ?? [])].map(({ presence }) => presence))
    if (isSame(shown.get(ticketId) ?? NOBODY, next)) return
    if (next.length === 0) shown.delete(ticketId)
    else shown.set(ticketId, next)
    for (const listener of [...(listeners.get(ticketId) ?? [])]) listener()
  }
  const put = (ticketId: string, presence: Presence) => {
    const people = tickets.get(ticketId) ?? new Map<string, Heard>()
    tickets.set(ticketId, people)
    if (presence.mode === 'LEFT') people.delete(presence.person.id)
    else people.set(presence.person.id, { presence, heardAtMs: clock.now() })
    if (people.size === 0) tickets.delete(ticketId)
  }
  const forget = () => {
    callOff = undefined
    for (const [ticketId, people] of tickets) {
      for (const [id, { heardAtMs }] of people)
        if (clock.now() - heardAtMs >= FORGOTTEN_AFTER_MS) people.delete(id)
      if (people.size === 0) tickets.delete(ticketId)
      show(ticketId)
    }
    plan()
  }
  const plan = () => {
    if (callOff !== undefined || tickets.size === 0) return
    const all = [...tickets.values()].flatMap((people) => [...people.values()])
    const oldestMs = Math.min(...all.map(({ heardAtMs }) => heardAtMs))
    callOff = clock.after(Math.max(0, oldestMs + FORGOTTEN_AFTER_MS - clock.now()), forget)
  }
  return {
    hear({ ticketId, person, mode, since }) {
      if (person.id === meId) return
      for (const told of readings) told.add(`${ticketId}:${person.id}`)
      put(ticketId, { person, mode, since })
      show(ticketId)
      plan()
    },
    read(ticketIds) {
      const told = new Set<string>()
      readings.add(told)
      return (items) => {
        readings.delete(told)
        if (items === undefined) return
        for (const ticketId of ticketIds)
          for (const id of [...(tickets.get(ticketId)?.keys() ?? [])])
            if (!told.has(`${ticketId}:${id}`)) tickets.get(ticketId)?.delete(id)
        for (const { ticketId, person, mode, since } of items)
          if (person.id !== meId && !told.has(`${ticketId}:${person.id}`))
            put(ticketId, { person, mode, since })
        for (const ticketId of ticketIds) {
          if (tickets.get(ticketId)?.size === 0) tickets.delete(ticketId)
          show(ticketId)
        }
        plan()
      }
    },
    of: (ticketId) => shown.get(ticketId) ?? NOBODY,
    subscribe(ticketId, listener) {
      const own = listeners.get(ticketId) ?? new Set()
      listeners.set(ticketId, own)
      own.add(listener)
      return () => {
        own.delete(listener)
        if (own.size === 0 && listeners.get(ticketId) === own) listeners.delete(ticketId)
      }
    },
  }
}

const NOBODY: readonly Presence[] = []
const ORDER: readonly Presence['mode'][] = ['REPLYING', 'NOTING', 'VIEWING', 'AWAY']

function ordered(people: readonly Presence[]): readonly Presence[] {
  return [...people].sort(
    (a, b) => ORDER.indexOf(a.mode) - ORDER.indexOf(b.mode) || a.since.localeCompare(b.since),
  )
}

function isSame(before: readonly Presence[], next: readonly Presence[]): boolean {
  return (
    before.length === next.length &&
    next.every(({ person, mode }, at) => before[at]?.person.id === person.id && before[at].mode === mode)
  )
}
