import { LANDING_QUERY } from '../../../../contracts/boot.ts'
import { PRIORITIES, type Priority, STATUSES, type Status } from '../../../../contracts/tickets.ts'

/** What a list can be narrowed by, in the order in which it is written. */
export const FILTER_FIELDS = ['status', 'assignee', 'team', 'priority', 'requester'] as const
export type FilterField = (typeof FILTER_FIELDS)[number]

/** All that is not done. */
export const OPEN_STATUSES: readonly Status[] = LANDING_QUERY.status.split(',') as Status[]

/** Words that stand for several statuses. */
const STATUS_GROUPS: Readonly<Record<string, readonly Status[]>> = {
  open: OPEN_STATUSES,
  waiting: ['WAITING_ON_REQUESTER', 'WAITING_ON_VENDOR'],
  done: ['RESOLVED', 'CLOSED'],
}

/** Every word that can stand behind `status:`. */
export const STATUS_WORDS: readonly string[] = [...Object.keys(STATUS_GROUPS), ...STATUSES.map(statusWord)]

/** A status as it is written: `waiting-on-vendor`. */
export function statusWord(status: Status): string {
  return status.toLowerCase().replaceAll('_', '-')
}

/** The statuses that a word stands for; undefined when it stands for none. */
export function statusesOf(word: string): readonly Status[] | undefined {
  const lower = word.toLowerCase()
  if (Object.hasOwn(STATUS_GROUPS, lower)) return STATUS_GROUPS[lower]
  const status = STATUSES.find((one) => statusWord(one) === lower.replaceAll('_', '-'))
  return status === undefined ? undefined : [status]
}

/** The fewest words for a set of statuses; a group stands for all of its own. */
export function wordsOf(statuses: readonly Status[]): string[] {
  const group = Object.entries(STATUS_GROUPS).find(([, members]) => isSameSet(members, statuses))
  return group === undefined ? inOrder(STATUSES, statuses).map(statusWord) : [group[0]]
}

/** The priority that a word stands for. */
export function priorityOf(word: string): Priority | undefined {
  return PRIORITIES.find((one) => one.toLowerCase() === word.toLowerCase())
}

/** Some of all, each once, in the order of all. */
export function inOrder<T>(all: readonly T[], some: readonly T[]): T[] {
  return all.filter((one) => some.includes(one))
}

function isSameSet<T>(one: readonly T[], other: readonly T[]): boolean {
  return one.length === new Set(other).size && one.every((member) => other.includes(member))
}
