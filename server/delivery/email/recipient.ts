import { domainOf, parseBounceAddress } from './bounce/bounce-address.ts'
import type { Mailbox } from './queries.ts'

const RECIPIENT_MAX = 320

/**
 * The mailbox of an envelope: the first recipient that is an id or address of one, `+tag` (a reply token) aside; the
 * bounce address of a delivery belongs to the first mailbox of its domain. Without any recipient it is the default;
 * with none that is ours, no mailbox, and the first is named. Never chosen by To.
 */
export function chooseMailbox(
  mailboxes: readonly Mailbox[],
  recipients: readonly string[],
): { mailboxId: string | null; recipient: string | null } {
  if (recipients.length === 0) {
    const fallback = mailboxes.find((mailbox) => mailbox.isDefault)
    return { mailboxId: fallback?.id ?? null, recipient: null }
  }
  for (const recipient of recipients) {
    const names = new Set([recipient.toLowerCase(), withoutTag(recipient.toLowerCase())])
    const found =
      mailboxes.find((mailbox) => names.has(mailbox.id) || names.has(mailbox.address)) ??
      ofBounceAddress(mailboxes, recipient)
    if (found !== undefined)
      return { mailboxId: found.id, recipient: found.id === recipient ? null : recipient }
  }
  return { mailboxId: null, recipient: recipients[0] ?? null }
}

/** The recipients that a request names: `?mailbox=` alone, else X-Envelope-To, which may name several. */
export function envelopeRecipients(
  mailbox: string | undefined,
  header: string | string[] | undefined,
): string[] {
  if (mailbox !== undefined) return [storable(mailbox)]
  return [header ?? []]
    .flat()
    .flatMap((value) => value.split(','))
    .map((value) => storable(/<([^<>]*)>/.exec(value)?.[1] ?? value))
    .filter((value) => value !== '')
}

function ofBounceAddress(mailboxes: readonly Mailbox[], recipient: string): Mailbox | undefined {
  const bounce = parseBounceAddress(recipient)
  if (bounce === undefined) return undefined
  return mailboxes.find((mailbox) => domainOf(mailbox.address) === bounce.domain)
}

function storable(text: string): string {
  return text.trim().slice(0, RECIPIENT_MAX).toWellFormed().replaceAll('\0', '')
}

function withoutTag(address: string): string {
  const at = address.lastIndexOf('@')
  const plus = address.indexOf('+')
  return plus > 0 && plus < at ? address.slice(0, plus) + address.slice(at) : address
}
