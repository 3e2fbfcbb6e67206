import type { Status } from '../../contracts/tickets.ts'

/** What a requester is told of a status: who has to do something, in plain words. */
export type StatusWord =
  | 'received'
  | 'inWork'
  | 'waitingForYou'
  | 'supplier'
  | 'solved'
  | 'closed'
  | 'reopened'

const WORDS: Readonly<Record<Status, StatusWord>> = {
  NEW: 'received',
  TRIAGED: 'received',
  ASSIGNED: 'inWork',
  IN_PROGRESS: 'inWork',
  WAITING_ON_REQUESTER: 'waitingForYou',
  WAITING_ON_VENDOR: 'supplier',
  RESOLVED: 'solved',
  CLOSED: 'closed',
  REOPENED: 'reopened',
}

/** The word for a status; `portal.status.<word>` says it, `portal.about.<word>` what it means for the requester. */
export function statusWord(status: Status): StatusWord {
  return WORDS[status]
}

/** The statuses in which there is still something to do. */
export const OPEN_STATUSES: readonly Status[] = (Object.keys(WORDS) as Status[]).filter(
  (status) => !['solved', 'closed'].includes(WORDS[status]),
)

/** Those in which there is not. */
export const DONE_STATUSES: readonly Status[] = ['RESOLVED', 'CLOSED']
