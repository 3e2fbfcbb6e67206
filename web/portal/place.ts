/** What an address shows. */
export type PortalPlace = { at: 'list' } | { at: 'new' } | { at: 'request'; key: string } | { at: 'nowhere' }

/**
 * What the path of an address shows a requester. Links that lead agents to a ticket, as those of mails do, lead a
 * requester to the same request; the start and the list of tickets to their own.
 */
export function placeOf(path: string): PortalPlace {
  const [first = '', second, third, ...rest] = partsOf(path) ?? ['?']
  if (rest.length > 0) return { at: 'nowhere' }
  if (second === undefined) return ['', 'portal', 'inbox', 'tickets'].includes(first) ? LIST : NOWHERE
  if (third === undefined && first === 'tickets') return { at: 'request', key: second }
  if (third === undefined && first === 'portal' && second === 'new') return { at: 'new' }
  if (third !== undefined && first === 'portal' && second === 'requests') return { at: 'request', key: third }
  return NOWHERE
}

const LIST: PortalPlace = { at: 'list' }
const NOWHERE: PortalPlace = { at: 'nowhere' }

/** Undefined where an escape of the path is none. */
function partsOf(path: string): string[] | undefined {
  try {
    return path
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent)
  } catch {
    return undefined
  }
}
