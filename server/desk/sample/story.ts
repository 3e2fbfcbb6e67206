import type { Priority, Status } from '../../../contracts/tickets.ts'

/** The people of the sample desk: two agents, four who ask. */
export type Member = 'tomas' | 'ingrid' | 'nadia' | 'felix' | 'mei' | 'oliver'
/** Whom a ticket may be given to: an agent of the sample, or the real owner of the desk. */
export type Assignee = 'tomas' | 'ingrid' | 'owner'
export type Agent = 'tomas' | 'ingrid'

/** What happens on a ticket, so many minutes after what came before it. */
export type Step = { after: number } & (
  | { does: 'say'; who: Member; text: string; status?: Status }
  | { does: 'note'; who: Agent; text: string }
  | { does: 'assign'; who: Agent; to: Assignee | null }
  | { does: 'move'; who: Agent; status: Status; reason?: string }
  | { does: 'rank'; who: Agent; priority: Priority }
  | { does: 'close' }
)

/** A ticket and how it went. `hoursAgo` is when it was filed, before now. */
export type Story = {
  by: 'nadia' | 'felix' | 'mei' | 'oliver'
  via: 'EMAIL' | 'PORTAL'
  hoursAgo: number
  subject: string
  priority?: Priority
  /** HTML as a mail program wrote it, for `text` in plain words. */
  html?: boolean
  text: string
  /** The ticket that a newcomer is shown first. */
  first?: boolean
  steps?: readonly Step[]
}

/** Somebody writes to the others in public; `status` goes with an agent's answer. */
export function says(after: number, who: Member, text: string, status?: Status): Step {
  return status === undefined ? { after, does: 'say', who, text } : { after, does: 'say', who, text, status }
}

/** An agent writes what only agents read. */
export function notes(after: number, who: Agent, text: string): Step {
  return { after, does: 'note', who, text }
}

/** An agent gives the ticket to somebody, or with null to nobody. */
export function assigns(after: number, who: Agent, to: Assignee | null): Step {
  return { after, does: 'assign', who, to }
}

/** An agent moves the ticket; waiting for a vendor and closing unanswered need a reason. */
export function moves(after: number, who: Agent, status: Status, reason?: string): Step {
  return reason === undefined
    ? { after, does: 'move', who, status }
    : { after, does: 'move', who, status, reason }
}

/** An agent finds it more or less urgent. */
export function ranks(after: number, who: Agent, priority: Priority): Step {
  return { after, does: 'rank', who, priority }
}

const MINUTES_TO_CLOSE = 168 * 60

/** The desk closes what has been resolved for a week. */
export function closes(): Step {
  return { after: MINUTES_TO_CLOSE, does: 'close' }
}
