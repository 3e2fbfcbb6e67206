import { type BenchDesk, startDesk } from '../desk/start-desk.ts'
import { plantTickets } from './plant-tickets.ts'

/** A desk full of tickets, and an agent of it who works in 3 of its 20 teams. */
export type PlantedDesk = BenchDesk & {
  readonly agent: { id: string; key: string; teamIds: readonly [string, string, string] }
}

const TEAMS = 20
// Of the agent: a big one, one in the middle, a small one.
const AGENT_TEAMS = [1, 7, 15] as const

/** Starts a desk with this many tickets; says on the terminal how far it is. */
export async function plantDesk(tickets: number): Promise<PlantedDesk> {
  const desk = await startDesk()
  try {
    const teamIds = [desk.teamId]
    for (let i = 2; i <= TEAMS; i += 1) {
      const team = await desk.call<{ id: string }>('POST', '/teams', { name: `Team ${i}`, prefix: `T${i}` })
      teamIds.push(team.id)
    }
    const [a = '', b = '', c = ''] = AGENT_TEAMS.map((i) => teamIds[i])
    const person = await desk.call<{ id: string }>('POST', '/people', {
      name: 'Ada Agent',
      email: 'ada@bench.example',
      role: 'AGENT',
      teamIds: [a, b, c],
    })
    const key = await desk.call<{ apiKey: string }>('POST', '/api-keys', {
      name: 'bench',
      scopes: ['tickets:read', 'tickets:write', 'notes:read'],
      personId: person.id,
    })
    // A reader has a cursor only once it met the tenant.
    await desk.call('POST', '/tickets', { subject: 'The first ticket', body: 'Filed before the others.' })
    await desk.sql.query('DELETE FROM app.message WHERE tenant_id = $1', [desk.tenantId])
    await desk.sql.query('DELETE FROM app.ticket WHERE tenant_id = $1', [desk.tenantId])
    const { tenantId } = desk
    const size = { tickets, agents: 199, requesters: Math.min(50_000, Math.ceil(tickets / 20)) }
    await plantTickets(desk.sql, { tenantId, ...size }, (planted) =>
      process.stderr.write(`\rplanting tickets: ${planted} of ${tickets} `),
    )
    process.stderr.write('\n')
    return { ...desk, agent: { id: person.id, key: key.apiKey, teamIds: [a, b, c] } }
  } catch (error) {
    await desk.stop()
    throw error
  }
}
