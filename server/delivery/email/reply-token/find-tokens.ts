import type { Mailbox } from '../queries.ts'
import { parseReplyToken, type ReplyToken } from './token-format.ts'

/** A reply token that stood in an address, with the mailbox whose address it was. Not checked yet. */
export type FoundToken = { token: ReplyToken; mailboxId: string }

const TOKENS_MAX = 20

/** The reply tokens in a mail's addresses, in their order, each once, at most 20. Pure. */
export function findTokens(
  mailboxes: readonly Pick<Mailbox, 'id' | 'address'>[],
  addresses: readonly string[],
): FoundToken[] {
  const found = new Map<string, FoundToken>()
  for (const address of addresses) {
    const one = tokenIn(mailboxes, address.trim().toLowerCase())
    if (one !== undefined && found.size < TOKENS_MAX) found.set(address.trim().toLowerCase(), one)
  }
  return [...found.values()]
}

function tokenIn(
  mailboxes: readonly Pick<Mailbox, 'id' | 'address'>[],
  address: string,
): FoundToken | undefined {
  const at = address.lastIndexOf('@')
  const plus = address.lastIndexOf('+', at)
  const token = plus < 1 ? undefined : parseReplyToken(address.slice(plus + 1, at))
  if (token === undefined) return undefined
  const bare = address.slice(0, plus) + address.slice(at)
  const mailbox = mailboxes.find((one) => one.address === bare)
  return mailbox === undefined ? undefined : { token, mailboxId: mailbox.id }
}
