import type { StreamLimits } from '../../server/delivery/realtime/index.ts'
import { sql, type TenantTx, write } from '../../server/platform/db/index.ts'
import { append, type NewEvent } from '../../server/platform/log/index.ts'
import { type Cast, castOf, fileTicket } from '../harness/cast.ts'
import {
  type Desk,
  type OpenStream,
  openStream,
  type ReceivedFrame,
  type SetUp,
  type StreamRequest,
  startDesk,
} from '../harness/index.ts'

export type Ticket = { id: string; key: string; version: number }

/** A desk that listens, with its cast, and ways to make things happen in it. */
export type StreamDesk = {
  desk: Desk
  owner: SetUp
  cast: Cast
  url: string
  /** Opens a stream and waits for its first frame; refusals answer at once. */
  open(request: StreamRequest): Promise<OpenStream>
  /** Calls as the owner, or with another key; rejects unless it answers 2xx. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shape they assert.
  call(method: string, path: string, body?: unknown, key?: string): Promise<any>
  /** Files a ticket of the requester in the first team. */
  ticket(key?: string): Promise<Ticket>
  /** Appends facts to the log as they are, in one transaction; answers the last position. */
  tell(...facts: Partial<NewEvent>[]): Promise<number>
  /** Runs a transaction in the tenant. */
  write<T>(command: (tx: TenantTx) => Promise<T>): Promise<T>
  lastSeq(): Promise<number>
  /** What the process says of itself, in Prometheus' form. */
  metrics(): Promise<string>
  /** Closes the streams that a test opened. */
  closeAll(): void
  stop(): Promise<void>
}

/** Starts it for a test file. */
export async function startStreamDesk(streamLimits: Partial<StreamLimits> = {}): Promise<StreamDesk> {
  const desk = await startDesk({ streamLimits })
  const owner = await desk.setup()
  const cast = await castOf(desk, owner)
  const url = await desk.listen()
  const open: OpenStream[] = []
  const scope = { tenantId: owner.tenantId, actorId: null }
  return {
    desk,
    owner,
    cast,
    url,
    async open(request) {
      const stream = await openStream(url, request)
      open.push(stream)
      if (stream.status === 200) await stream.frame(() => true)
      else await stream.closed
      return stream
    },
    async call(method, path, body, key = owner.apiKey) {
      const answer = await desk.request(method, `/api/v1${path}`, {
        key,
        ...(body === undefined ? {} : { body }),
      })
      if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`)
      return answer.body
    },
    ticket: (key = cast.requester.key) => fileTicket(desk, key, { teamId: owner.teamId }),
    async tell(...facts) {
      const { lastSeq } = await write(desk.db, scope, async (tx) => {
        for (const fact of facts) append(tx, { ...A_FACT, at: new Date().toISOString(), ...fact })
      })
      return lastSeq ?? 0
    },
    write: async (command) => (await write(desk.db, scope, command)).result,
    async lastSeq() {
      const { result } = await write(desk.db, scope, (tx) =>
        tx.rows<{ seq: number }>(
          sql`SELECT last_seq AS seq FROM app.tenant_counter WHERE tenant_id = ${tx.tenantId}`,
        ),
      )
      return result[0]?.seq ?? 0
    },
    metrics: async () => (await desk.request('GET', '/metrics')).text,
    closeAll() {
      for (const stream of open.splice(0)) stream.close()
    },
    stop: () => desk.stop(),
  }
}

/** The types of frames, in order. */
export function typesOf(frames: readonly ReceivedFrame[]): string[] {
  return frames.map(({ event }) => event)
}

/** The positions of frames that show them. */
export function seqsOf(frames: readonly ReceivedFrame[]): number[] {
  return frames.map(({ id }) => Number(id?.split('.')[1]))
}

const A_FACT = {
  type: 'ticket.updated',
  visibility: 'PUBLIC',
  actor: { type: 'system', id: null },
} as const
