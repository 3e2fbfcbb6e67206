import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { Ticket } from '../../contracts/tickets.ts'
import type { DeskProcess, Organisation } from './fixtures.ts'

/**
 * Files a ticket of Jane's with so many messages, notes and replies of all lengths among them. All but the first and the
 * last are planted by SQL: through the API each would wait for the one before it.
 */
export async function fileLongThread(
  process: DeskProcess,
  desk: Organisation,
  messages: number,
): Promise<Ticket> {
  const ticket = await desk.ticket({ subject: 'The ticket that never ends' })
  const planted = Array.from({ length: messages - 2 }, (_, at) => ({ id: randomUUID(), at: at + 1 }))
  const sql = new pg.Client({ connectionString: await process.databaseUrl() })
  await sql.connect()
  try {
    const { rows } = await sql.query(
      'UPDATE app.tenant_counter SET last_seq = last_seq + $2 WHERE tenant_id = $1 RETURNING last_seq - $2 AS base',
      [desk.tenantId, planted.length],
    )
    await sql.query(PLANT, [
      desk.tenantId,
      ticket.id,
      rows[0].base,
      planted.map(({ id }) => id),
      [desk.jane.id, desk.ana.id],
    ])
  } finally {
    await sql.end()
  }
  // What is told of it moves the readers of the log over what was planted.
  await desk.reply(ticket.id, 'The last word')
  return ticket
}

const PLANT = `INSERT INTO app.message (tenant_id, id, ticket_id, seq, author_id, author_kind, visibility, channel, body, body_html, created_at)
  SELECT $1, id, $2, $3::bigint + at, ($5::uuid[])[1 + at % 2], CASE at % 2 WHEN 0 THEN 'REQUESTER' ELSE 'AGENT' END,
    CASE WHEN at % 6 = 1 THEN 'INTERNAL' ELSE 'PUBLIC' END, 'API', 'Message ' || at || said, '<p>Message ' || at || said || '</p>', now()
  FROM unnest($4::uuid[]) WITH ORDINALITY AS planted (id, at),
    LATERAL (SELECT repeat(' We looked at it once more and found nothing new.', (1 + at % 9)::int) AS said) AS texts`
