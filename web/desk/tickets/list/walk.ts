/** Where a ticket stands in the list that somebody came from. */
export type WalkPlace = {
  previous?: string
  next?: string
  /** Its place, from 1. */
  at: number
  of: number
  /** The address of the list. */
  href: string
}

type Walk = { ids: readonly string[]; href: string; lastId: string | undefined }

let walk: Walk | undefined

/** Remembers the list that somebody leaves for a ticket: its ids as they are shown, and its address. */
export function rememberWalk(ids: readonly string[], href: string): void {
  walk = { ids: [...ids], href, lastId: undefined }
}

/**
 * Where a ticket stands in the remembered list; undefined when it is not in it, or nothing is remembered. The list
 * finds its cursor on the ticket that was asked for last. Rule: docs/behaviour/ticket-list.md, "The way back".
 */
export function walkFrom(id: string): WalkPlace | undefined {
  const at = walk?.ids.indexOf(id) ?? -1
  if (walk === undefined || at < 0) return undefined
  walk.lastId = id
  const previous = walk.ids[at - 1]
  const next = walk.ids[at + 1]
  return {
    ...(previous === undefined ? {} : { previous }),
    ...(next === undefined ? {} : { next }),
    at: at + 1,
    of: walk.ids.length,
    href: walk.href,
  }
}

/** The ticket that was looked at last on the walk that began at this address; once. */
export function takeLastWalked(href: string): string | undefined {
  if (walk?.href !== href) return undefined
  const { lastId } = walk
  walk.lastId = undefined
  return lastId
}
