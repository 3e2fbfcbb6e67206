/** A Date field as a moment; undefined when it is none. Without a zone it is read as UTC. */
export function parseMailDate(value: string): Date | undefined {
  const bare = value
    .slice(0, 200)
    .replace(/\([^()]*\)/g, ' ')
    .trim()
  // Date reads a day out of nearly any words; a Date field has a time of day.
  if (!/\d:\d\d/.test(bare)) return undefined
  const hasZone = /(?:[+-]\d{2}:?\d{2}|\dZ|\b[A-Z]{1,5})$/i.test(bare) && !/\b[AP]M$/i.test(bare)
  const date = new Date(hasZone ? bare : `${bare} +0000`)
  const year = date.getUTCFullYear()
  return year >= 1970 && year <= 9999 ? date : undefined
}
