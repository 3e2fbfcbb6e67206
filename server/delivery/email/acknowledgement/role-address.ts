/** Names that machines write from, or that stand for a duty which nobody reads an acknowledgement for. */
const ROLE_NAMES = new Set(
  (
    'abuse administrator auto-reply autoreply autoresponder automailer bounce bounces daemon devnull donotreply ' +
    'hostmaster listmaster listserv mailer mailer-daemon mailerdaemon majordomo mdaemon news nobody notification ' +
    'notifications null owner postmaster root security-noreply sympa usenet uucp webmaster www-data'
  ).split(' '),
)
const AUTOMATIC =
  /(?:^|[._-])(?:no|not|do-?not|dont)[._-]?reply(?:$|[._+-])|^(?:owner|bounces?)[-+_.]|[-+_.](?:request|bounces?|owner)$/

/**
 * Whether an address belongs to a machine or a duty (RFC 2142, RFC 3834 sec. 2): it is never acknowledged. A `+tag`
 * does not change what it is. Pure. Rule: docs/behaviour/inbound-mail.md, "Acknowledgements".
 */
export function isRoleAddress(address: string): boolean {
  const local = address.slice(0, address.lastIndexOf('@')).toLowerCase()
  const bare = local.split('+', 1)[0] ?? local
  return ROLE_NAMES.has(bare) || AUTOMATIC.test(local) || AUTOMATIC.test(bare)
}
