import { type Database, read, type TenantTx, uniqueViolation, write } from '../db/index.ts'
import type { Answer, Call, Caller, RequestFacts } from './call.ts'
import { type IdempotencyScope, type Kept, keepAnswer, openIdempotency } from './idempotency-store.ts'
import { Problem } from './problem.ts'

/** An answer in its final bytes. */
export type Served = {
  status: number
  headers: Record<string, string>
  body: string | Buffer | NodeJS.ReadableStream | null
  replayed?: boolean
}

/** Reads a resource again as the same caller: for replays of answers too long to keep. */
export type Reread = (path: string) => Promise<string>

/** Binds `write` and `read` of a call to its tenant; a replay takes the place of the command's answer. */
export function boundCall<A extends Caller>(
  db: Database,
  actor: A,
  facts: RequestFacts & { params: unknown; query: unknown; body: unknown; ifMatch: number | undefined },
  scope: IdempotencyScope | undefined,
  reread: Reread,
) {
  const tenant = { tenantId: actor.tenantId, actorId: actor.personId }
  return {
    ...facts,
    actor,
    read: <T>(query: Parameters<typeof read<T>>[2]) => read(db, tenant, query),
    write: <T>(command: (tx: TenantTx) => Promise<T>, answer: (result: T) => Answer) =>
      scope === undefined
        ? writeOnly(db, tenant, command, answer)
        : writeOnce(db, tenant, scope, command, answer, reread),
  } as unknown as Call<never, A>
}

/** The bytes of an answer. A command's answer is final already. */
export function serve(answer: Answer): Served {
  const headers = { ...answer.headers }
  if (answer.raw !== undefined) return { status: answer.status, headers, body: answer.raw }
  if (answer.body === undefined) return { status: answer.status, headers, body: null }
  if (answer.body instanceof ReadyJson) {
    return {
      status: answer.status,
      headers: { 'content-type': JSON_TYPE, ...headers },
      body: answer.body.text,
      replayed: answer.body.replayed,
    }
  }
  return {
    status: answer.status,
    headers: { 'content-type': JSON_TYPE, ...headers },
    body: JSON.stringify(answer.body),
  }
}

const JSON_TYPE = 'application/json; charset=utf-8'

/** JSON text that must go out byte for byte: of a stored answer, or of a route that wrote it itself. */
export class ReadyJson {
  readonly text: string
  readonly replayed: boolean
  constructor(text: string, replayed = false) {
    this.text = text
    this.replayed = replayed
  }
}

type Tenant = { tenantId: string; actorId: string }

async function writeOnly<T>(
  db: Database,
  tenant: Tenant,
  command: (tx: TenantTx) => Promise<T>,
  answer: (result: T) => Answer,
): Promise<Answer> {
  const written = await write(db, tenant, async (tx) => answer(await command(tx)))
  return final(
    written.result,
    written.result.body === undefined ? null : JSON.stringify(written.result.body),
    written.fill,
  )
}

async function writeOnce<T>(
  db: Database,
  tenant: Tenant,
  scope: IdempotencyScope,
  command: (tx: TenantTx) => Promise<T>,
  answer: (result: T) => Answer,
  reread: Reread,
): Promise<Answer> {
  const run = () =>
    write(db, tenant, async (tx) => {
      const kept = await openIdempotency(tx, scope)
      if (kept !== undefined) return { kept }
      const result = answer(await command(tx))
      const text = result.body === undefined ? null : JSON.stringify(result.body)
      keepAnswer(tx, scope, result, text)
      return { result, text }
    })
  const written = await run().catch((error: unknown) => {
    // The lock makes this all but impossible; where it happens, the other request committed: read its record.
    if (uniqueViolation(error) === 'idempotency_pkey') return run()
    throw error
  })
  const outcome = written.result
  if ('kept' in outcome && outcome.kept !== undefined) return replay(outcome.kept, reread)
  const { result, text } = outcome as { result: Answer; text: string | null }
  return final(result, text, written.fill)
}

function final(answer: Answer, text: string | null, fill: (text: string) => string): Answer {
  return text === null ? answer : { ...answer, body: new ReadyJson(fill(text)) }
}

async function replay(kept: Kept, reread: Reread): Promise<Answer> {
  if (kept.resource?.startsWith('secret:')) {
    throw new Problem('already-created', 'This request was done before; its secret is shown once.', {
      extra: { resource: kept.resource.slice('secret:'.length) },
    })
  }
  const headers = { ...kept.headers, 'idempotency-replayed': 'true' }
  if (kept.body !== null) return { status: kept.status, headers, body: new ReadyJson(kept.body, true) }
  if (kept.resource === null) return { status: kept.status, headers }
  return { status: kept.status, headers, body: new ReadyJson(await reread(kept.resource), true) }
}
