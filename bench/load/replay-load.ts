import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { newId } from '../../server/platform/ids/index.ts'
import { answerCalls } from '../children/answer-calls.ts'
import { type LoadResult, loadResult } from './latencies.ts'
import type { ReplayTemplate, SlotKind, TemplateStatement, TemplateValue } from './replay-template.ts'

/** The ceiling's load: the recorded statements of a request, trip by trip, on each connection over and over. */
export type ReplayLoad = {
  url: string
  connections: number
  durationMs: number
  /** One request each; taken in turn. */
  templates: readonly ReplayTemplate[]
}
export type ReplayLoadCalls = {
  open: [{ url: string; connections: number }, null]
  run: [ReplayLoad, LoadResult]
}

let clients: pg.Client[] = []
// Far above what a desk gives out, so that a replayed number never meets a real one.
let number = 1_000_000_000_000 + Math.floor(Math.random() * 1_000_000) * 1_000_000

answerCalls<ReplayLoadCalls>(
  {
    async open({ url, connections }) {
      clients = Array.from({ length: connections }, () => bareClient(url))
      await Promise.all(clients.map((client) => client.connect()))
      return null
    },
    run,
  },
  async () => {
    await Promise.all(clients.map((client) => client.end()))
  },
)

/** Nothing is made of the answers' values: the ceiling is the server's and the driver's, not a parser's. */
function bareClient(url: string): pg.Client {
  const config = { connectionString: url, pipeline: true, types: { getTypeParser: () => asText } }
  return new pg.Client(config as unknown as pg.ClientConfig)
}

function asText(text: string): string {
  return text
}

async function run({ durationMs, templates }: ReplayLoad): Promise<LoadResult> {
  const latencies: number[] = []
  let next = 0
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  const until = startedAt + durationMs
  const loop = async (client: pg.Client) => {
    while (performance.now() < until) {
      next = (next + 1) % templates.length
      const template = templates[next]
      if (template === undefined) return
      const sentAt = performance.now()
      await replay(client, template)
      latencies.push(performance.now() - sentAt)
    }
  }
  await Promise.all(clients.map(loop))
  const elapsedMs = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpuBefore)
  return loadResult(latencies, elapsedMs, user + system)
}

async function replay(client: pg.Client, { trips, slots }: ReplayTemplate): Promise<void> {
  const fresh = slots.map(({ kind, length }) => freshValue(kind, length))
  const stream = (client as unknown as { connection: { stream: { cork(): void; uncork(): void } } })
    .connection.stream
  for (const trip of trips) {
    stream.cork()
    const answers = trip.map((statement) => client.query(query(statement, fresh)))
    stream.uncork()
    const last = (await Promise.all(answers)).at(-1)
    // The answer to COMMIT behind a failed statement is ROLLBACK: a ceiling that wrote nothing would be no ceiling.
    if (last?.command === 'ROLLBACK') throw new Error('a replayed transaction was rolled back')
  }
}

function query({ text, name, values }: TemplateStatement, fresh: string[]): pg.QueryConfig {
  const config: pg.QueryConfig = { text }
  if (values.length > 0) config.values = values.map((value) => parameter(value, fresh))
  if (name !== undefined && values.length > 0) config.name = name
  return config
}

function parameter(value: TemplateValue, fresh: string[]): string | Buffer | null {
  if (value === null || typeof value === 'string') return value
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  if ('bytes' in value) return randomBytes(value.bytes)
  let text = ''
  for (const piece of value.pieces) text += typeof piece === 'string' ? piece : fresh[piece]
  return text
}

function freshValue(kind: SlotKind, length: number): string {
  if (kind === 'uuid') return newId()
  if (kind === 'hex') return randomBytes(length / 2).toString('hex')
  number += 1
  return String(number)
}
