import type { Ticket } from '../../../../contracts/tickets.ts'
import { assign, type Desk, type Outcome, transition, updateProperties } from '../../../api/index.ts'
import type { Undoable } from '../../../app/undo-stack.ts'
import type { ToastText } from '../../../ui/toast.tsx'
import { afterChange, type Change, type Touched, touchedOf } from './change.ts'
import * as say from './change-text.ts'
import { planUndo } from './undo-plan.ts'

/** What a change needs beside the tickets. */
export type ChangeGround = {
  desk: Pick<Desk, 'mutations' | 'store' | 'knownThread' | 'network' | 'clock'>
  meId: string
  /** What somebody is called; undefined while it is not known. */
  nameOf: (personId: string) => string | undefined
  showToast: (toast: ToastText) => () => void
  pushUndo: (undoable: Undoable) => () => void
  undoKeys: () => string | undefined
}

/** So long a change can be taken back by one key. */
export const UNDO_MS = 30_000

/** One ticket of a change: what it was, and what this change made of it. */
type Made = { id: string; key: string; before: Touched; after: Touched; hasFailed: boolean }

/**
 * Changes a property of these tickets: shown at once, told in a toast, to be taken back for 30 s. What fails rolls back
 * alone and is told with a way to try again; what somebody else changed first, with a way to have it all the same.
 * Resolves when all of it is known. Rule: docs/behaviour/ticket-properties.md.
 */
export async function changeTickets(
  ground: ChangeGround,
  ticketIds: readonly string[],
  change: Change,
): Promise<void> {
  const { desk, meId } = ground
  const tickets = ticketIds.flatMap((id) => desk.store.get('ticket', id) ?? [])
  const different = tickets.filter((ticket) => differs(ticket, change))
  const first = different[0]
  if (first === undefined) return
  const made: Made[] = []
  const outcomes: Promise<Outcome<unknown>>[] = []
  for (const ticket of different) {
    const before = touchedOf(ticket)
    const { id, key } = ticket
    made.push({ id, key, before, after: afterChange(before, change, meId), hasFailed: false })
    outcomes.push(send(ground, id, change))
  }
  const forget = offerUndo(ground, made, change)
  const ended = await Promise.all(
    outcomes.map(async (outcome, at) => {
      const how = await outcome
      const one = made[at] as Made
      if (how.how === 'done') one.after = answered(how.answer) ?? one.after
      else one.hasFailed = true
      return { one, how }
    }),
  )
  const failed = ended.filter(({ how }) => how.how !== 'done' && how.how !== 'dropped')
  if (made.every(({ hasFailed }) => hasFailed)) forget()
  if (failed.length === 0) return
  const again = () =>
    void changeTickets(
      ground,
      failed.map(({ one }) => one.id),
      change,
    )
  ground.showToast(
    say.failure(
      ground,
      { failed: failed.map(({ one, how }) => ({ key: one.key, how })), all: made.length },
      again,
    ),
  )
}

function differs(ticket: Ticket, change: Change): boolean {
  if (change.property === 'assignee') return ticket.assigneeId !== change.to
  return ticket[change.property] !== change.to
}

function send({ desk }: ChangeGround, id: string, change: Change): Promise<Outcome<unknown>> {
  if (change.property === 'status') return transition(desk, id, change.to, change.reason).outcome
  if (change.property === 'assignee') return assign(desk, id, change.to).outcome
  return updateProperties(desk, id, { priority: change.to }).outcome
}

/** The desk's own word on what became of it. */
function answered(answer: unknown): Touched | undefined {
  return typeof answer === 'object' && answer !== null && 'status' in answer
    ? touchedOf(answer as Ticket)
    : undefined
}

/** Says what was done, and lets it be taken back. Answers how to call that off. */
function offerUndo(ground: ChangeGround, made: readonly Made[], change: Change): () => void {
  const { desk, showToast, pushUndo } = ground
  const told = say.done(ground, made, change)
  let takeToast: () => void = () => undefined
  const run = () => {
    takeToast()
    void takeBack(ground, made, change)
  }
  const forget = pushUndo({ label: told, run, expiresAt: desk.clock.now() + UNDO_MS })
  const onSelect = () => {
    forget()
    run()
  }
  takeToast = showToast(say.doneToast(ground, told, onSelect))
  return () => {
    forget()
    takeToast()
  }
}

/** Leads each ticket back to its own values from before; one that was changed since is left as it is, and said so. */
async function takeBack(ground: ChangeGround, made: readonly Made[], change: Change): Promise<void> {
  const { desk, meId } = ground
  const back: Made[] = []
  const changedSince: Made[] = []
  const stuck: Made[] = []
  const outcomes: Promise<{ one: Made; how: Outcome<unknown> }>[] = []
  for (const one of made) {
    const ticket = desk.store.get('ticket', one.id)
    if (one.hasFailed || ticket === undefined) continue
    const now = touchedOf(ticket)
    const plan = isAsMade(now, one.after, change)
      ? planUndo(now, goalOf(now, one.before, change), meId)
      : undefined
    if (plan === undefined) {
      ;(isAsMade(now, one.after, change) ? stuck : changedSince).push(one)
      continue
    }
    back.push(one)
    for (const step of plan) outcomes.push(send(ground, one.id, step).then((how) => ({ one, how })))
  }
  const told = say.takenBack(ground, { back, changedSince, stuck })
  if (told !== undefined) ground.showToast(told)
  const failed = (await Promise.all(outcomes)).filter(
    ({ how }) => how.how !== 'done' && how.how !== 'dropped',
  )
  if (failed.length === 0) return
  const keys = new Map(failed.map(({ one, how }) => [one.key, how]))
  ground.showToast(
    say.failure(ground, { failed: [...keys].map(([key, how]) => ({ key, how })), all: made.length }),
  )
}

/** Whether nobody changed since what this change made. Until the desk answered, an assignment shows the old status. */
function isAsMade(now: Touched, after: Touched, { property }: Change): boolean {
  if (property === 'priority') return now.priority === after.priority
  return property === 'status' ? now.status === after.status : now.assigneeId === after.assigneeId
}

/** What was changed comes back; what this change had nothing to do with stays as it is now. */
function goalOf(now: Touched, before: Touched, { property }: Change): Touched {
  return property === 'priority'
    ? { ...now, priority: before.priority }
    : { ...before, priority: now.priority }
}
