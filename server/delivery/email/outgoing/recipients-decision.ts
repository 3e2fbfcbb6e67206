/** A message as far as it says who gets a mail of it. */
export type SentMessage = {
  seq: number
  authorId: string
  authorKind: 'REQUESTER' | 'AGENT' | 'SYSTEM'
  visibility: 'PUBLIC' | 'INTERNAL'
  auto: boolean
  /** Why nothing automatic follows it, if so. */
  quiet: string | null
}
type Person = { id: string; active: boolean; address: string }

/**
 * Who gets a mail of a public message: the requester and the participants of that time, but its author, nobody who is
 * deactivated, and no mailbox of the desk's own. What a machine wrote, what came by an import, and what somebody else than
 * an agent sent by a list goes to nobody. Pure. Rule: docs/behaviour/outgoing-mail.md, "Who gets a mail".
 */
export function decideRecipients<P extends Person>(
  message: SentMessage,
  people: { requester: P | undefined; participants: readonly { person: P | undefined; sinceSeq: number }[] },
  isOwnAddress: (address: string) => boolean,
): P[] {
  if (message.visibility !== 'PUBLIC' || message.authorKind === 'SYSTEM' || message.auto) return []
  if (isForNobody(message.quiet) && message.authorKind !== 'AGENT') return []
  // Imported mail is history: whoever it was for has had it.
  if (message.quiet === 'IMPORT') return []
  const present = people.participants.filter(({ sinceSeq }) => sinceSeq <= message.seq)
  const found = new Map<string, P>()
  for (const person of [people.requester, ...present.map((one) => one.person)]) {
    if (person === undefined || person.id === message.authorId) continue
    if (person.active && !isOwnAddress(person.address)) found.set(person.id, person)
  }
  return [...found.values()]
}

/** These two say of a mail that it is not to be answered by a machine; people who take part may read it all the same. */
function isForNobody(quiet: string | null): boolean {
  return quiet !== null && quiet !== 'ANSWERS_ACK' && quiet !== 'SUPPRESS'
}
