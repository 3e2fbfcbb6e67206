import type { Writable } from 'node:stream'
import {
  bootstrapRoles,
  isDatabaseUnavailable,
  openDatabase,
  sql,
  write,
} from '../../server/platform/db/index.ts'
import { append } from '../../server/platform/log/index.ts'
import { urlsOf } from './in-process-desk.ts'

// Plays a process that is stopped in the middle of a command: in its thinking, with the ticket's row locked, or in its
// flush, when all is sent but COMMIT and the tenant's counter is locked. Says first how long the server lets its
// transaction stand idle, and last how the command ended. Told to stand for ever, it sets no such limit.
const [stopIn = '', tenantId = '', ticketId = '', isForEver = ''] = process.argv.slice(2)
const urls = urlsOf(process.env.DATABASE_URL ?? '', process.env.DATABASE_OWNER_URL ?? '')
const db = openDatabase(urls, await bootstrapRoles(urls), 'docket-frozen', { connectionsMax: 1 })
const IDLE_LIMIT = 'idle_in_transaction_session_timeout'
let stream: Writable | undefined
db.pool.on('connect', (client) => {
  stream = (client as unknown as { connection: { stream: Writable } }).connection.stream
})
if (stopIn === 'flush') {
  db.onStatement = ({ text }) => {
    if (text !== 'COMMIT') return
    while (stream !== undefined && stream.writableCorked > 0) stream.uncork()
    standStill()
  }
}
try {
  await write(db, { tenantId, actorId: null }, async (tx) => {
    if (isForEver === 'true') await tx.rows(sql`SELECT set_config(${IDLE_LIMIT}, '0', true)`)
    const [limit] = await tx.rows<{ ms: number }>(
      sql`SELECT extract(epoch FROM current_setting(${IDLE_LIMIT})::interval)::float8 * 1000 AS ms`,
    )
    console.log(`idle limit: ${limit?.ms} ms`)
    await tx.rows(
      sql`SELECT id FROM app.ticket WHERE tenant_id = ${tenantId} AND id = ${ticketId} FOR NO KEY UPDATE`,
    )
    if (stopIn === 'command') standStill()
    tx.defer(sql`UPDATE app.ticket SET subject = 'frozen' WHERE tenant_id = ${tenantId} AND id = ${ticketId}`)
    append(tx, {
      type: 'ticket.updated',
      ticketId,
      visibility: 'INTERNAL',
      actor: { type: 'system', id: null },
      at: new Date().toISOString(),
    })
  })
  console.log('the command was committed')
} catch (error) {
  const again = isDatabaseUnavailable(error) ? 'and may be tried again' : 'for good'
  console.log(`the command failed ${again}: ${(error as Error).message}`)
}
await db.pool.end()

function standStill(): void {
  process.kill(process.pid, 'SIGSTOP')
}
