import { useSyncExternalStore } from 'react'
import type { DraftKind } from '../../../contracts/drafts.ts'
import { type Cell, createCell } from '../../api/cell.ts'
import type { SendAction } from './send-action.ts'
import type { SendWish } from './send-message.ts'

/** A public message that somebody else wrote and the writer has not looked at. */
export type Newcomer = { id: string; seq: number; authorName: string; createdAt: string; excerpt: string }

/** What is on its way to the desk, shown in the conversation until the desk answers. */
export type Sending = { kind: DraftKind; html: string; sinceMs: number }

export type SeatState = {
  mode: DraftKind
  /** The ticket is on the screen. */
  isShown: boolean
  /** Somebody is about to write: the field is there and has focus. */
  isOpen: boolean
  /** Raised each time the field shall take focus. */
  focusAsked: number
  /** What the send button does, when it was chosen for this ticket; else what the person chose last. */
  action: SendAction | undefined
  /** How the reply that was held up was to be sent. */
  wish: SendWish | undefined
  /** Up to which position of the log the writer has seen what others wrote; null before anything was shown. */
  seenSeq: number | null
  /** Newer messages that the desk told of when it refused a reply. */
  refusedFor: readonly Newcomer[]
  /** Raised each time a reply was held up by newer messages. */
  guardAsked: number
  sending: Sending | undefined
  /** A try without an answer: the same input again goes under the same id. */
  lastTry: { print: string; id: string } | undefined
  /** Why what was sent did not go out. */
  problem: { text: string; requestId?: string | undefined } | undefined
}

export type Seat = Cell<SeatState> & {
  change(part: Partial<SeatState>): void
  /** Opens the field in a mode and has it take focus. */
  open(mode: DraftKind): void
}

const EMPTY: SeatState = {
  mode: 'reply',
  isShown: false,
  isOpen: false,
  focusAsked: 0,
  action: undefined,
  wish: undefined,
  seenSeq: null,
  refusedFor: [],
  guardAsked: 0,
  sending: undefined,
  lastTry: undefined,
  problem: undefined,
}

const seats = new Map<string, Seat>()

/** Where one writes on a ticket; the same for as long as the page lives, so that leaving a ticket forgets nothing. */
export function composerSeat(ticketId: string): Seat {
  const known = seats.get(ticketId)
  if (known !== undefined) return known
  const made = createSeat()
  seats.set(ticketId, made)
  return made
}

/** A seat of its own. */
export function createSeat(): Seat {
  const cell = createCell<SeatState>(EMPTY)
  const change = (part: Partial<SeatState>) => cell.set({ ...cell.current(), ...part })
  return {
    ...cell,
    change,
    open: (mode) => change({ mode, isOpen: true, focusAsked: cell.current().focusAsked + 1 }),
  }
}

/** The seat of a ticket's composer; renders again when it changes. */
export function useSeat(ticketId: string): { seat: Seat; state: SeatState } {
  const seat = composerSeat(ticketId)
  return { seat, state: useSyncExternalStore(seat.subscribe, seat.current) }
}
