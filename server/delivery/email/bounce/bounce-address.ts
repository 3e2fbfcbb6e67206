const BOUNCE_LOCAL = /^bounce\+([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@(.+)$/i

/** The envelope sender of a delivery: a bounce that comes back to it names the mail by itself. */
export function bounceAddress(deliveryId: string, mailDomain: string): string {
  return `bounce+${deliveryId}@${mailDomain}`
}

/** Which delivery an address is the bounce address of, and at which domain; undefined for any other address. */
export function parseBounceAddress(address: string): { deliveryId: string; domain: string } | undefined {
  const [, deliveryId, domain] = BOUNCE_LOCAL.exec(address) ?? []
  if (deliveryId === undefined || domain === undefined) return undefined
  return { deliveryId: deliveryId.toLowerCase(), domain: domain.toLowerCase() }
}

/** The domain behind the last `@`, in lower case. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}
