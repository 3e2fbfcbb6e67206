export type SenderInput = {
  /**
   * Who the From address is to the ticket the mail matched. `agent-with-access` may see the ticket,
   * `agent` is one of our agents who may not; `participant` is a CC participant or the reply token's.
   */
  senderKind: 'participant' | 'requester' | 'agent-with-access' | 'agent' | 'unknown'
  auth: 'pass' | 'fail' | 'none'
  /** The tenant holds mail without any verdict too. */
  strict: boolean
}

export type SenderDecision = {
  outcome: 'APPEND' | 'HELD'
  /** Shown with the message: nobody vouched for the sender. */
  unverified?: boolean
  mayAddParticipants: boolean
  securityEvent?: boolean
  reason?: 'AUTH_FAILED' | 'AUTH_MISSING' | 'UNKNOWN_SENDER' | 'AGENT_UNVERIFIED' | 'AGENT_WITHOUT_ACCESS'
}

/**
 * Whether a mail that matched a ticket joins it or waits for an agent. A match proves knowledge of the
 * conversation, not who writes. docs/behaviour/mail-parsing.md, "Who may append".
 */
export function decideSender({ senderKind, auth, strict }: SenderInput): SenderDecision {
  if (senderKind === 'unknown') return held('UNKNOWN_SENDER')
  if (senderKind === 'agent' || senderKind === 'agent-with-access') {
    if (auth !== 'pass') return { ...held('AGENT_UNVERIFIED'), securityEvent: true }
    return senderKind === 'agent'
      ? held('AGENT_WITHOUT_ACCESS')
      : { outcome: 'APPEND', mayAddParticipants: true }
  }
  if (auth === 'fail') return held('AUTH_FAILED')
  if (auth === 'pass') return { outcome: 'APPEND', mayAddParticipants: true }
  return strict ? held('AUTH_MISSING') : { outcome: 'APPEND', unverified: true, mayAddParticipants: false }
}

function held(reason: NonNullable<SenderDecision['reason']>): SenderDecision {
  return { outcome: 'HELD', mayAddParticipants: false, reason }
}
