const maxCandidates = 100

/**
 * Ids to look for among those we stored, best first: In-Reply-To, then References from right to left
 * (the last is the parent: RFC 5322 sec. 3.6.4), each once, at most 100.
 */
export function threadCandidates(mail: {
  readonly inReplyTo: readonly string[]
  readonly references: readonly string[]
}): string[] {
  const ids = new Set<string>()
  for (const id of [...mail.inReplyTo, ...mail.references.toReversed()]) {
    ids.add(id)
    if (ids.size === maxCandidates) break
  }
  return [...ids]
}

/**
 * The ticket key of the last `[KEY-123]` in a subject. It decides nothing by itself: anybody can write
 * one. docs/behaviour/mail-parsing.md, "Threading".
 */
export function subjectToken(subject: string): string | undefined {
  let key: string | undefined
  for (const match of subject.matchAll(/\[([A-Z][A-Z0-9]{1,9}-\d{1,18})\]/g)) key = match[1]
  return key
}

/**
 * Whether a key in the subject may lead a mail to its ticket: only for somebody who takes part there and whom the
 * sending domain vouches for. docs/behaviour/mail-parsing.md, "Threading". Pure.
 */
export function subjectLeads(sender: { takesPart: boolean; auth: 'pass' | 'fail' | 'none' }): boolean {
  return sender.takesPart && sender.auth === 'pass'
}
