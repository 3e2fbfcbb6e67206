import type { PresenceMode } from '../../../contracts/presence.ts'
import type { OpenMode } from './presence-beats.ts'

/** How the desk is told; `say` answers whether it hears of it, and never rejects. */
export type PresenceVoice = {
  say: (ticketId: string, mode: OpenMode) => Promise<boolean>
  sayLeft: (ticketId: string) => void
}

type Next = { mode: PresenceMode; settle: (isHeard: boolean) => void }

/**
 * Says one thing of a ticket after the other, so that the desk hears last what was done last: two requests that are
 * under way together may arrive in any order. While one is under way only the latest of what follows waits; the others
 * are not said. Rule: docs/behaviour/presence.md, "What pages say".
 */
export function inTurn({ say, sayLeft }: PresenceVoice): PresenceVoice {
  const underWay = new Map<string, { next: Next | undefined }>()

  const start = async (ticketId: string, mode: OpenMode): Promise<boolean> => {
    const turn: { next: Next | undefined } = { next: undefined }
    underWay.set(ticketId, turn)
    const isHeard = await say(ticketId, mode)
    underWay.delete(ticketId)
    const { next } = turn
    if (next?.mode === 'LEFT') sayLeft(ticketId)
    else if (next !== undefined) void start(ticketId, next.mode).then(next.settle)
    return isHeard
  }
  const wait = (turn: { next: Next | undefined }, next: Next) => {
    turn.next?.settle(true)
    turn.next = next
  }
  return {
    say(ticketId, mode) {
      const turn = underWay.get(ticketId)
      if (turn === undefined) return start(ticketId, mode)
      return new Promise((settle) => wait(turn, { mode, settle }))
    },
    sayLeft(ticketId) {
      // At once, since the page may be going; and again if what is under way could arrive behind it.
      sayLeft(ticketId)
      const turn = underWay.get(ticketId)
      if (turn !== undefined) wait(turn, { mode: 'LEFT', settle: () => {} })
    },
  }
}
