import * as contract from '../../../../contracts/suppressions.ts'
import type { Actor } from '../../../directory/people/index.ts'
import { decodeCursor, encodeCursor, Problem, type Route, route } from '../../../platform/http/index.ts'
import { liftSuppression } from './lift-suppression.ts'
import { listSuppressions } from './suppression-queries.ts'

const LIMIT_DEFAULT = 50

/** The routes of suppressed addresses, for agents. */
export function suppressionRoutes(): Route<Actor>[] {
  return [
    route(contract.listSuppressions, async (call) => {
      const { limit = LIMIT_DEFAULT, cursor } = call.query
      const after = cursor === undefined ? undefined : addressIn(cursor)
      const rows = await call.read((tx) => listSuppressions(tx, { limit, after }))
      const items = rows.slice(0, limit)
      const last = rows.length > limit ? items.at(-1) : undefined
      const nextCursor = last === undefined ? null : encodeCursor([last.address])
      return { status: 200, body: { items, nextCursor } }
    }),
    route(contract.liftSuppression, (call) =>
      call.write(
        (tx) => liftSuppression(tx, call.actor as Actor, call.params.address),
        (lifted) => ({ status: 200, body: lifted }),
      ),
    ),
  ]
}

function addressIn(cursor: string): string {
  const [address] = decodeCursor(cursor, ['string'])
  if (typeof address === 'string') return address
  throw new Problem('contract-violation', 'The cursor is not one that this list gave.', {
    errors: [{ path: '/query/cursor', message: 'not a cursor of this list' }],
  })
}
