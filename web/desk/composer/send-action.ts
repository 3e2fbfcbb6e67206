import { STATUS_TARGETS } from '../../../contracts/status-graph.ts'
import type { Status } from '../../../contracts/tickets.ts'

/** What the send button does beside sending. */
export const SEND_ACTIONS = ['wait', 'resolve', 'keep'] as const
export type SendAction = (typeof SEND_ACTIONS)[number]

/** The status that goes with a reply; undefined: the ticket keeps its own, or takes the one an answer brings by itself. */
export function statusOf(action: SendAction): Status | undefined {
  return { wait: 'WAITING_ON_REQUESTER', resolve: 'RESOLVED', keep: undefined }[action] as Status | undefined
}

/** The action that sends with a status. */
export function actionOf(status: Status | null): SendAction {
  return SEND_ACTIONS.find((action) => statusOf(action) === (status ?? undefined)) ?? 'keep'
}

/** Whether a reply on a ticket of this status can bring what the action brings. */
export function isReachable(action: SendAction, from: Status): boolean {
  const to = statusOf(action)
  return to === undefined || to === from || (STATUS_TARGETS[from] as readonly Status[]).includes(to)
}

/** What the button does: what was wanted, or to send alone where the ticket cannot go there. */
export function actionFor(wanted: SendAction, from: Status): SendAction {
  return isReachable(wanted, from) ? wanted : 'keep'
}

/** What a person chose last in this browser; the first of the list until they chose. */
export function lastAction(personId: string): SendAction {
  const kept = readKept(personId)
  return SEND_ACTIONS.find((action) => action === kept) ?? 'wait'
}

/** Keeps what a person chose. */
export function keepAction(personId: string, action: SendAction): void {
  try {
    localStorage.setItem(keptAs(personId), action)
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
}

function readKept(personId: string): string | null {
  try {
    return localStorage.getItem(keptAs(personId))
  } catch {
    return null
  }
}

function keptAs(personId: string): string {
  return `docket-send-action:${personId}`
}
