import { isIPv6 } from 'node:net'

const GROUPS = 8
const PREFIX_GROUPS = 4

/**
 * The part of a client's address that stands for one customer: an IPv4 address whole, an IPv6 address's first 64
 * bits, because its owner can choose the rest freely.
 */
export function addressGroup(address: string): string {
  const plain = address.split('%', 1)[0] ?? ''
  if (!isIPv6(plain)) return plain
  // The URL parser writes any IPv6 address in its shortest form (RFC 5952), dotted tails included.
  const [head = '', tail] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::', 2)
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: GROUPS - left.length - right.length }, () => '0')
  return `${[...left, ...zeros, ...right].slice(0, PREFIX_GROUPS).join(':')}::/64`
}
