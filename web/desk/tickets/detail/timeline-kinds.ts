import type { Event } from '../../../../contracts/events.ts'

export const TIMELINE_KINDS = ['all', 'changes', 'messages'] as const
export type TimelineKind = (typeof TIMELINE_KINDS)[number]

/** The events of a kind, the newest first: what the ticket became, or what was written and sent. */
export function timelineOf<T extends Pick<Event, 'type'>>(events: readonly T[], kind: TimelineKind): T[] {
  return events.filter(({ type }) => kind === 'all' || kindOf(type) === kind).toReversed()
}

function kindOf(type: string): TimelineKind {
  return /^(?:message|reply|delivery|attachment)\./.test(type) ? 'messages' : 'changes'
}
