import * as contracts from '../../../contracts/sample-desk.ts'
import type { Actor } from '../../directory/people/index.ts'
import type { Database } from '../../platform/db/index.ts'
import { Problem, type Route, route } from '../../platform/http/index.ts'
import type { Storage } from '../../platform/storage/index.ts'
import { beginSampleDesk, finishSampleDesk } from './load-sample-desk.ts'
import { NO_SAMPLE_DESK, readSampleDesk } from './queries.ts'
import { removeSampleDesk } from './remove-sample-desk.ts'

/** The routes of the sample desk, for owners. */
export function sampleRoutes({ db, storage }: { db: Database; storage: Storage }): Route<Actor>[] {
  return [
    route(contracts.readSampleDesk, async ({ read }) => ({
      status: 200,
      body: await read((tx) => readSampleDesk(tx)),
    })),
    route(contracts.loadSampleDesk, async ({ actor, write }) => {
      const begun = await beginSampleDesk(db, actor)
      // Asked under the Idempotency-Key, so that the same call again gets its first answer and no refusal.
      return write(
        async (tx) => {
          if (begun === 'already-there')
            throw new Problem('already-exists', 'There is a sample desk already.')
          if (begun === 'under-way')
            throw new Problem('conflict', 'The sample desk is being loaded just now.')
          await finishSampleDesk(tx, actor)
          return readSampleDesk(tx, true)
        },
        (body) => ({ status: 201, body }),
      )
    }),
    route(contracts.removeSampleDesk, async ({ actor, write }) => {
      let files: readonly string[] = []
      const answer = await write(
        (tx) => removeSampleDesk(tx, actor),
        ({ storageKeys }) => {
          files = storageKeys
          return { status: 200, body: NO_SAMPLE_DESK }
        },
      )
      // Bytes that nothing names do no harm, where one cannot be deleted now.
      await Promise.allSettled(files.map((key) => storage.delete(key)))
      return answer
    }),
  ]
}
