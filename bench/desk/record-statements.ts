import { buildApp } from '../../server/app/index.ts'
import {
  type DatabaseRoles,
  type DatabaseUrls,
  openDatabase,
  type Sql,
} from '../../server/platform/db/index.ts'
import { createLog, createMetrics } from '../../server/platform/observability/index.ts'
import type { HttpRequest } from '../load/requests.ts'
import { FRESH_KEY } from '../load/requests.ts'

/** A statement as a route sent it; `name` where the server keeps its plan. */
export type RecordedStatement = { text: string; values: (string | Uint8Array | null)[]; name?: string }
/** Statements that were sent without waiting for an answer in between. */
export type RecordedTrip = RecordedStatement[]

const TRIES_MAX = 5

/**
 * Records the statements that requests send, authentication included, in trips. It has a pool and an app of its own
 * beside the measured ones, and asks each request several times first, until what is asked only once (the tenant of a
 * key, the note of its use) is no longer there. Answers `times` recordings of each request.
 */
export async function recordStatements(
  urls: DatabaseUrls,
  roles: DatabaseRoles,
  filesFolder: string,
  requests: readonly HttpRequest[],
  times: number,
): Promise<RecordedTrip[][][]> {
  const db = openDatabase(urls, roles, 'docket-bench-record', { connectionsMax: 1 })
  const recorder = recordTrips(db)
  const app = buildApp({
    db,
    jobsUrl: urls.jobs,
    filesFolder,
    publicUrl: undefined,
    host: '127.0.0.1',
    trustedProxyCidrs: [],
    smtpUrl: undefined,
    log: createLog('silent'),
    metrics: createMetrics(),
  })
  const record = async (request: HttpRequest, i: number): Promise<RecordedTrip[]> => {
    recorder.take()
    const headers = { ...request.headers }
    if (headers['idempotency-key'] === FRESH_KEY) headers['idempotency-key'] = `record-${Date.now()}-${i}`
    const answer = await app.api.inject({
      method: request.method,
      url: request.path,
      headers,
      ...(request.body === undefined
        ? {}
        : { payload: typeof request.body === 'string' ? request.body : Buffer.from(request.body) }),
    })
    if (answer.statusCode >= 300)
      throw new Error(`${request.path} answered ${answer.statusCode}: ${answer.body}`)
    return recorder.take()
  }
  try {
    const recordings: RecordedTrip[][][] = []
    for (const request of requests) recordings.push(await settled(request, times, record))
    return recordings
  } finally {
    await app.api.stop()
    await db.pool.end()
  }
}

async function settled(
  request: HttpRequest,
  times: number,
  record: (request: HttpRequest, i: number) => Promise<RecordedTrip[]>,
): Promise<RecordedTrip[][]> {
  const recordings: RecordedTrip[][] = []
  const shapes: string[] = []
  for (let i = 0; i < TRIES_MAX + times; i += 1) {
    const trips = await record(request, i)
    recordings.push(trips)
    shapes.push(JSON.stringify(trips.map((trip) => trip.map(({ text }) => text))))
    const same = shapes.slice(-times).every((shape) => shape === shapes.at(-1))
    if (i >= times && same) return recordings.slice(-times)
  }
  throw new Error(`${request.path} does not send the same statements twice`)
}

/** Sees what goes out on each connection. A trip begins with a statement that is sent while no answer is awaited. */
function recordTrips(db: ReturnType<typeof openDatabase>): { take(): RecordedTrip[] } {
  let trips: RecordedTrip[] = []
  let awaited = 0
  let statement: Sql | undefined
  db.onStatement = (one) => {
    statement = one
  }
  db.pool.on('connect', (client) => {
    const send = client.query.bind(client) as (...parameters: unknown[]) => Promise<unknown>
    const watched = (...parameters: unknown[]) => {
      if (statement !== undefined) {
        if (awaited === 0) trips.push([])
        trips.at(-1)?.push(recorded(statement, db.preparedStatements))
        statement = undefined
      }
      awaited += 1
      const answer = send(...parameters)
      const settle = () => {
        awaited -= 1
      }
      answer.then(settle, settle)
      return answer
    }
    client.query = watched as unknown as typeof client.query
  })
  return {
    take() {
      const taken = trips
      trips = []
      return taken
    },
  }
}

function recorded({ text, values, name }: Sql, preparedStatements: boolean): RecordedStatement {
  const copied = { text, values: [...values] as (string | Uint8Array | null)[] }
  return name !== undefined && preparedStatements ? { ...copied, name } : copied
}
