import pg from 'pg'
import { plantTickets } from '../../bench/ground/plant-tickets.ts'
import type { DeskProcess } from '../journeys/desk-process.ts'
import { fillOrganisation, newTenant, type Organisation } from '../journeys/organisation.ts'

const TICKETS = 10_000
const AGENTS = 220
const REQUESTERS = 80
const LONG_THREAD = 500

/** Makes an organisation with 10,000 tickets, 300 people more, all agents in its first team, and a ticket with 500 messages. */
export async function plantDesk(
  process: DeskProcess,
): Promise<{ desk: Organisation; longTicketKey: string }> {
  const desk = await fillOrganisation(process.url, 'perf', await process.tenant(newTenant('perf')))
  // A reader of the log has a cursor only once it met the tenant.
  await desk.ticket({ subject: 'The first ticket' })
  const { tenantId } = desk
  const sql = new pg.Client({ connectionString: await process.databaseUrl() })
  await sql.connect()
  try {
    await sql.query('DELETE FROM app.message WHERE tenant_id = $1', [tenantId])
    await sql.query('DELETE FROM app.ticket WHERE tenant_id = $1', [tenantId])
    await plantTickets(sql, { tenantId, tickets: TICKETS, agents: AGENTS, requesters: REQUESTERS })
    await sql.query(
      `INSERT INTO app.team_member (tenant_id, team_id, person_id, role)
        SELECT $1, $2, id, 'AGENT' FROM app.person WHERE tenant_id = $1 AND role = 'AGENT' ON CONFLICT DO NOTHING`,
      [tenantId, desk.it.id],
    )
  } finally {
    await sql.end()
  }
  const long = await desk.ticket({ subject: 'The ticket that never ends' })
  for (let at = 1; at < LONG_THREAD; at += 1) {
    const text = `Message ${at}. ${'We have looked at it once more and found nothing new. '.repeat(1 + (at % 5))}`
    await (at % 3 === 0
      ? desk.note(long.id, text)
      : desk.reply(long.id, text, at % 2 === 0 ? desk.ana : desk.jane))
  }
  return { desk, longTicketKey: long.key }
}
