import { decodeCursor, encodeCursor, Problem } from '../../platform/http/index.ts'
import { isId } from '../../platform/ids/index.ts'

/** Where a page of the directory begins: behind the item with the id `after`. */
export type IdPage = { limit: number; after: string | undefined }

const LIMIT_DEFAULT = 50

/** The page that a request asks for. A cursor that no list of the directory gave is a `contract-violation`. */
export function idPage(query: { limit?: number; cursor?: string }): IdPage {
  const { limit = LIMIT_DEFAULT, cursor } = query
  if (cursor === undefined) return { limit, after: undefined }
  const [id] = decodeCursor(cursor, ['string'])
  if (typeof id !== 'string' || !isId(id)) {
    throw new Problem('contract-violation', 'The cursor is not one that this list gave.', {
      errors: [{ path: '/query/cursor', message: 'not a cursor of this list' }],
    })
  }
  return { limit, after: id }
}

/** The answer to a list from one row more than the page holds: that row only tells that there is a next page. */
export function pageAnswer<Item>(rows: readonly Item[], limit: number, idOf: (item: Item) => string) {
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  const nextCursor = last === undefined ? null : encodeCursor([idOf(last)])
  return { status: 200, body: { items, nextCursor } }
}
