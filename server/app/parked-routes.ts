import { listParkedEvents, rerunParkedEvent } from '../../contracts/readers.ts'
import { type Actor, eventActor } from '../directory/people/index.ts'
import { isDatabaseUnavailable, sql } from '../platform/db/index.ts'
import { notFound, Problem, type Route, route } from '../platform/http/index.ts'
import { append, listParked, type Reader, rerunParked } from '../platform/log/index.ts'

/** What an owner sees and does about parked events. They stand here because only the app knows every reader. */
export function parkedRoutes(readers: readonly Reader[]): Route<Actor>[] {
  return [
    route(listParkedEvents, async ({ read }) => ({
      status: 200,
      body: { items: await read(listParked), nextCursor: null },
    })),
    route(rerunParkedEvent, async ({ actor, params, write }) => {
      const reader = readers.find(({ name }) => name === params.reader)
      if (reader === undefined) throw notFound('reader')
      return write(
        async (tx) => {
          await rerunParked(tx, reader, params.seq).then((found) => {
            if (!found) throw notFound('parked event')
          }, refuseAgain)
          const [clock] = await tx.rows<{ now: string }>(sql`SELECT app.now() AS now`)
          append(tx, {
            type: 'admin.reader_rerun',
            visibility: 'INTERNAL',
            actor: eventActor(actor as Actor),
            at: clock?.now ?? '',
            cause: actor.cause,
            refs: { reader: reader.name, seq: params.seq },
          })
        },
        () => ({ status: 200, body: { reader: reader.name, seq: params.seq } }),
      )
    }),
  ]
}

/** Only what the reader says of the event is the caller's business; a database that is away is not. */
function refuseAgain(error: unknown): never {
  if (isDatabaseUnavailable(error)) throw error
  const why = error instanceof Error ? error.message : String(error)
  throw new Problem('conflict', 'The reader fails on this event still; the log says why.', {
    cause: new Error(why),
  })
}
