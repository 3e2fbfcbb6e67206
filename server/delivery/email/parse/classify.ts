import { readAddresses } from './addresses.ts'
import type { Address } from './mail-types.ts'

export type ClassifyOptions = {
  /** Addresses of our mailboxes. */
  ownAddresses?: readonly string[]
  /** The values our own mail may carry in `X-Helpdesk-Instance`; another desk's mail carries others. */
  instanceMarks?: readonly string[]
  /** List-Ids of groups that are this mailbox: people write through them. */
  ownLists?: readonly string[]
}

export type Classification = {
  /** Written by a machine: never reopens, never stops a clock, never answered automatically. */
  auto: boolean
  /** Our own mail come back. */
  own: boolean
  /** From a list or a mass mailing: ticketed, but never acknowledged automatically. */
  bulk: boolean
  /** Asks not to be answered automatically; says nothing else. */
  suppressAutoReply: boolean
  /** multipart/report: a bounce or a receipt. */
  report: boolean
  reasons: string[]
  /** Who wrote it: From, or the author behind a list that rewrote From. */
  sender: Address
  /** `sender` was taken from X-Original-From or Reply-To: nobody can vouch for it (`none`). */
  senderRewritten: boolean
}

/**
 * Machine-written, our own, or bulk: three classes kept apart, each with its reasons. Pure. RFC 3834,
 * RFC 2919; docs/behaviour/mail-parsing.md, "Loops and automation".
 */
export function classify(
  headers: ReadonlyMap<string, readonly string[]>,
  from: Address,
  options: ClassifyOptions = {},
): Classification {
  const has = (name: string) => headers.has(name)
  const values = (name: string) => (headers.get(name) ?? []).map((value) => value.trim().toLowerCase())
  const ownAddresses = new Set((options.ownAddresses ?? []).map(withoutTag))
  const precedence = values('precedence').map((value) => /^[\w-]*/.exec(value)?.[0])

  const viaOwnList = isOwnList(values('list-id'), options.ownLists ?? [])
  const fromIsOwn = ownAddresses.has(withoutTag(from.address))
  const author = viaOwnList && fromIsOwn ? originalAuthor(headers, ownAddresses) : undefined
  const sender = author ?? from
  const report = values('content-type').some((value) => value.startsWith('multipart/report'))

  const auto = reasonsOf({
    'auto-submitted': values('auto-submitted').some((value) => !/^no\b/.test(value) && value !== ''),
    'precedence-auto': precedence.some((value) => value === 'auto_reply' || value === 'junk'),
    'x-autoreply': has('x-autoreply') || has('x-autorespond'),
    'null-return-path': values('return-path').some((value) => /^<\s*>/.test(value)),
    report,
    'from-daemon': /^(?:mailer-daemon|postmaster)@/.test(sender.address),
  })
  const own = reasonsOf({
    'own-instance': values('x-helpdesk-instance').some(
      (value) => options.instanceMarks?.includes(value) === true,
    ),
    'own-address': fromIsOwn && author === undefined,
  })
  const bulk = reasonsOf({
    list: !viaOwnList && (has('list-id') || has('list-post') || has('list-unsubscribe')),
    'precedence-bulk': !viaOwnList && precedence.some((value) => value === 'bulk' || value === 'list'),
  })
  return {
    auto: auto.length > 0,
    own: own.length > 0,
    bulk: bulk.length > 0,
    suppressAutoReply: values('x-auto-response-suppress').some((value) =>
      /\b(?:all|oof|autoreply)\b/.test(value),
    ),
    report,
    reasons: [...auto, ...own, ...bulk, ...(viaOwnList ? ['own-list'] : [])],
    sender,
    senderRewritten: author !== undefined,
  }
}

function reasonsOf(checks: Readonly<Record<string, boolean>>): string[] {
  return Object.keys(checks).filter((name) => checks[name])
}

/** `support+tag@x` is `support@x`. */
function withoutTag(address: string): string {
  const at = address.lastIndexOf('@')
  const plus = address.indexOf('+')
  const bare = plus > 0 && plus < at ? address.slice(0, plus) + address.slice(at) : address
  return bare.trim().toLowerCase()
}

function isOwnList(listIds: readonly string[], ownLists: readonly string[]): boolean {
  const bare = (id: string) => (/<([^<>]*)>/.exec(id)?.[1] ?? id).trim().toLowerCase()
  const own = new Set(ownLists.map(bare))
  return listIds.some((id) => own.has(bare(id)))
}

function originalAuthor(headers: ReadonlyMap<string, readonly string[]>, ownAddresses: ReadonlySet<string>) {
  for (const name of ['x-original-from', 'reply-to']) {
    const author = readAddresses(headers.get(name) ?? [])[0]
    if (author !== undefined && !ownAddresses.has(withoutTag(author.address))) return author
  }
  return undefined
}
