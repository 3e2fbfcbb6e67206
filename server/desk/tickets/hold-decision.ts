import type { Channel } from '../../../contracts/tickets.ts'

/** What a caller asked for: seconds to hold a reply back, or an instant (RFC 3339). */
export type WantedHold = { delaySeconds?: number | undefined; sendAt?: string | undefined }

/** Who answers on what: `undoSeconds` is the person's own choice, null for the desk's. */
export type HoldFacts = {
  kind: 'REQUESTER' | 'AGENT'
  byCookie: boolean
  channel: Channel
  undoSeconds: number | null
  now: string
}

/** Until when a reply is held, and whether its author named the hour. */
export type Hold = { sendAt: string; scheduled: boolean }
export type HoldRefusal =
  | { code: 'contract-violation'; path: string; detail: string }
  | { code: 'forbidden'; detail: string }

/** How long replies of agents in their browser are held back where they chose nothing else, in seconds. */
export const UNDO_SECONDS_DEFAULT = 10

const SCHEDULE_MS_MAX = 366 * 24 * 3600_000
const CHATS: readonly Channel[] = ['SLACK', 'TEAMS']

/**
 * Until when a reply is held, nothing for at once, or why it cannot be. Without a wish only agents in a browser get
 * their undo window, and none in a chat, where an answer that lags is worse than a wrong one. Pure.
 * Rule: docs/behaviour/undo-and-send-later.md.
 */
export function decideHold(
  wanted: WantedHold,
  facts: HoldFacts,
): { hold: Hold | undefined } | { refusal: HoldRefusal } {
  const { delaySeconds, sendAt } = wanted
  if (delaySeconds !== undefined && sendAt !== undefined)
    return violation('/sendAt', 'send at most one of delaySeconds and sendAt')
  const asks = sendAt !== undefined || (delaySeconds ?? 0) > 0
  if (asks && facts.kind !== 'AGENT')
    return { refusal: { code: 'forbidden', detail: 'Only agents of the team hold replies back.' } }
  return sendAt === undefined
    ? { hold: after(delaySeconds ?? windowOf(facts), facts.now) }
    : scheduled(sendAt, facts.now)
}

function windowOf(facts: HoldFacts): number {
  if (facts.kind !== 'AGENT' || !facts.byCookie || CHATS.includes(facts.channel)) return 0
  return facts.undoSeconds ?? UNDO_SECONDS_DEFAULT
}

function after(seconds: number, now: string): Hold | undefined {
  if (seconds === 0) return undefined
  return { sendAt: new Date(Date.parse(now) + seconds * 1000).toISOString(), scheduled: false }
}

function scheduled(sendAt: string, now: string): { hold: Hold } | { refusal: HoldRefusal } {
  const ms = Date.parse(sendAt)
  if (Number.isNaN(ms)) return violation('/sendAt', 'is no instant')
  if (ms <= Date.parse(now)) return violation('/sendAt', 'must be in the future')
  if (ms > Date.parse(now) + SCHEDULE_MS_MAX) return violation('/sendAt', 'must be within a year')
  return { hold: { sendAt: new Date(ms).toISOString(), scheduled: true } }
}

function violation(path: string, detail: string): { refusal: HoldRefusal } {
  return { refusal: { code: 'contract-violation', path, detail } }
}
