import { PRESENCE_BEAT_MS, type PresenceMode } from '../../../contracts/presence.ts'
import type { Clock } from '../../api/index.ts'

/** What one does on a ticket that one has open. */
export type OpenMode = Exclude<PresenceMode, 'LEFT'>

export type PresenceBeats = {
  /** From now on one does this on a ticket, until the answer is called. Of several at once the busiest counts. */
  begin(ticketId: string, mode: OpenMode): () => void
  /** The page is seen again or not any more. */
  hidden(isHidden: boolean): void
  /** The page is left: says so of every ticket, at once, and nothing more. */
  leave(): void
  /** The page is there again, kept by the browser as it was. */
  comeBack(): void
}

type Options = {
  clock: Clock
  /** Answers false where the desk will not hear of it: then nothing more is said of this ticket while it is open. */
  say: (ticketId: string, mode: OpenMode) => Promise<boolean>
  /** Has to get through although the page goes. */
  sayLeft: (ticketId: string) => void
}

type Open = { modes: Set<{ mode: OpenMode }>; said: OpenMode | undefined; next: (() => void) | undefined }

/**
 * Says what one does on each open ticket: another mode at once, the same again every 15 s, and LEFT when nothing has it
 * open any more. A page that is not looked at is AWAY. Rule: docs/behaviour/presence.md, "What pages say".
 */
export function createPresenceBeats({ clock, say, sayLeft }: Options): PresenceBeats {
  const tickets = new Map<string, Open>()
  let isHidden = false
  // A page that goes is hidden too, after it left: that must not be said as being away.
  let isGone = false

  const beat = (ticketId: string, open: Open, mode: OpenMode) => {
    open.said = mode
    open.next?.()
    open.next = clock.after(PRESENCE_BEAT_MS, () => beat(ticketId, open, busiest(open, isHidden)))
    void say(ticketId, mode).then((isHeard) => {
      if (!isHeard) open.next?.()
    })
  }
  const settle = (ticketId: string) => {
    const open = tickets.get(ticketId)
    if (open === undefined || isGone) return
    if (open.modes.size === 0) {
      open.next?.()
      tickets.delete(ticketId)
      if (open.said !== undefined) sayLeft(ticketId)
      return
    }
    const mode = busiest(open, isHidden)
    if (mode !== open.said) beat(ticketId, open, mode)
  }
  return {
    begin(ticketId, mode) {
      const open = tickets.get(ticketId) ?? { modes: new Set(), said: undefined, next: undefined }
      tickets.set(ticketId, open)
      const one = { mode }
      open.modes.add(one)
      // A change of mode ends one and begins another in the same turn: told once, after both.
      clock.after(0, () => settle(ticketId))
      return () => {
        open.modes.delete(one)
        clock.after(0, () => settle(ticketId))
      }
    },
    hidden(hidden) {
      isHidden = hidden
      for (const ticketId of tickets.keys()) settle(ticketId)
    },
    leave() {
      isGone = true
      for (const [ticketId, open] of tickets) {
        open.next?.()
        open.said = undefined
        sayLeft(ticketId)
      }
    },
    comeBack() {
      isGone = false
      for (const ticketId of tickets.keys()) settle(ticketId)
    },
  }
}

const BUSIEST: readonly OpenMode[] = ['REPLYING', 'NOTING', 'VIEWING', 'AWAY']

function busiest({ modes }: Open, isHidden: boolean): OpenMode {
  if (isHidden) return 'AWAY'
  const all = new Set([...modes].map(({ mode }) => mode))
  return BUSIEST.find((mode) => all.has(mode)) ?? 'AWAY'
}
