/** RFC 5321 sec. 4.5.3.1.1, less what a reply token and its `+` take. */
const LOCAL_CHARS_MAX = 33
const ATOM = /^[a-z0-9!#$%&'*/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*/=?^_`{|}~-]+)*$/
const DOMAIN =
  /^(?=.{1,255}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/

/** Names that others rely on to prove who holds a domain (RFC 2142 and certificate authorities), or that bounces use. */
const REFUSED_NAMES = new Set([
  'abuse',
  'admin',
  'administrator',
  'bounce',
  'hostmaster',
  'mailer-daemon',
  'no-reply',
  'noreply',
  'postmaster',
  'webmaster',
])

/**
 * Why an address cannot be a mailbox's, in words for who entered it; undefined when it can. Expects lower case. Pure.
 * Rule: docs/behaviour/inbound-mail.md, "Mailboxes".
 */
export function refusedAddress(address: string): string | undefined {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  if (local.includes('+')) return 'holds a "+", which reply tokens are set off by'
  if (!ATOM.test(local) || !DOMAIN.test(address.slice(at + 1))) return 'is no plain address in ASCII'
  if (local.length > LOCAL_CHARS_MAX)
    return `has more than ${LOCAL_CHARS_MAX} characters before the "@", so that no reply token fits`
  return REFUSED_NAMES.has(local) ? 'stands for a duty of its domain and takes no tickets' : undefined
}
