import { BlockList, isIPv6 } from 'node:net'

/** Answers the client's address of a request: the peer's, unless the peer is a trusted proxy. */
export type ClientAddress = (peer: string, forwardedFor: string | undefined) => string

/**
 * Reads X-Forwarded-For from the right, passing over trusted proxies; the first other address is the client. An
 * untrusted peer's header counts for nothing, and the leftmost entry is never believed for its place.
 */
export function clientAddress(trustedCidrs: readonly string[]): ClientAddress {
  const trusted = new BlockList()
  for (const cidr of trustedCidrs) {
    const [network = '', bits] = cidr.split('/', 2)
    const family = isIPv6(network) ? 'ipv6' : 'ipv4'
    trusted.addSubnet(network, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family)
  }
  const isTrusted = (address: string) => {
    try {
      return trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
    } catch {
      return false
    }
  }
  return (peer, forwardedFor) => {
    const direct = plain(peer)
    if (forwardedFor === undefined || !isTrusted(direct)) return direct
    const hops = forwardedFor.split(',').map((hop) => plain(hop.trim()))
    return hops.reverse().find((hop) => !isTrusted(hop)) ?? direct
  }
}

function plain(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
}
