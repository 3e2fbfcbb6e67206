import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type StreamDesk, startStreamDesk, type Ticket } from '../../../test/realtime/stream-desk.ts'

/**
 * Beside the product's own filter: the same rule in the plainest words, over what was told. Each ticket stays where it
 * is, so that the rule needs no time.
 */
type Told = {
  type: string
  team: 0 | 1
  by: 'requester' | 'stranger' | 'agent'
  visibility: 'PUBLIC' | 'INTERNAL'
}
type Who = 'owner' | 'agent' | 'otherAgent' | 'requester' | 'stranger'

let at: StreamDesk
let tickets: Record<string, Ticket>
let teams: string[]
beforeAll(async () => {
  at = await startStreamDesk()
  teams = [at.owner.teamId, at.cast.otherTeamId]
  tickets = {}
  for (const team of [0, 1])
    for (const by of ['requester', 'stranger', 'agent'] as const) {
      const body = { subject: 'x', body: 'x', teamId: teams[team] }
      tickets[`${team} ${by}`] = await at.call('POST', '/tickets', body, at.cast[by].key)
    }
})
afterAll(() => at.stop())
afterEach(() => at.closeAll())

const PUBLIC_TO_REQUESTERS = ['ticket.status_changed', 'message.added', 'attachment.added']
const fact: fc.Arbitrary<Told> = fc.record({
  type: fc.constantFrom(
    ...PUBLIC_TO_REQUESTERS,
    'ticket.assigned',
    'sla.breached',
    'rule.fired',
    'delivery.failed',
  ),
  team: fc.constantFrom(0 as const, 1 as const),
  by: fc.constantFrom('requester' as const, 'stranger' as const, 'agent' as const),
  visibility: fc.constantFrom('PUBLIC' as const, 'INTERNAL' as const),
})
const run = fc.record({
  facts: fc.array(fact, { minLength: 1, maxLength: 25 }),
  who: fc.constantFrom<Who>('owner', 'agent', 'otherAgent', 'requester', 'stranger'),
  asksTeams: fc.subarray([0, 1] as const),
  asksTickets: fc.subarray(['0 requester', '0 stranger', '0 agent', '1 requester', '1 agent']),
  asksMe: fc.boolean(),
  late: fc.boolean(),
})

it('what a client gets is the log, filtered by what it may see and what it asked for', async () => {
  await fc.assert(
    fc.asyncProperty(run, async ({ facts, who, asksTeams, asksTickets, asksMe, late }) => {
      const key = who === 'owner' ? at.owner.apiKey : at.cast[who].key
      const mayTeam = (team: 0 | 1) =>
        who === 'owner' || (who === 'agent' && team === 0) || (who === 'otherAgent' && team === 1)
      const isStaff = (one: Told) => mayTeam(one.team) && one.by !== who
      const mayTicket = (name: string) => mayTeam(Number(name[0]) as 0 | 1) || name.endsWith(` ${who}`)
      const topics = [
        ...asksTeams.filter(mayTeam).map((team) => `team:${teams[team]}`),
        ...asksTickets.filter(mayTicket).map((name) => `ticket:${tickets[name]?.key}`),
        ...(asksMe ? ['me'] : []),
      ]
      if (topics.length === 0) return
      const isAsked = (one: Told) =>
        asksTeams.filter(mayTeam).includes(one.team) ||
        asksTickets.filter(mayTicket).includes(`${one.team} ${one.by}`) ||
        (asksMe && one.by === who)
      const isSeen = (one: Told) =>
        isStaff(one) ||
        (one.visibility === 'PUBLIC' &&
          PUBLIC_TO_REQUESTERS.includes(one.type) &&
          (one.by === who || mayTeam(one.team)))
      const first = await at.open({ topics: topics.join(','), key })
      const since = first.frames[0]?.id ?? ''
      if (late) first.close()
      const tell = (one: Told) => {
        const { type, visibility } = one
        return at.tell({ type, visibility, ticketId: tickets[`${one.team} ${one.by}`]?.id ?? '' })
      }
      for (const one of facts) await tell(one)
      const wanted = facts.filter((one) => isAsked(one) && isSeen(one))
      const stream = late ? await at.open({ topics: topics.join(','), key, since }) : first
      const got = await stream.count(wanted.length)
      // A poll from the start says the same, and that nothing more came behind.
      const { body } = await at.desk.request(
        'GET',
        `/api/v1/events?topics=${topics.join(',')}&since=${since}&wait=0`,
        { key },
      )
      const shown = (frames: { data: unknown }[]) =>
        frames.map(({ data }) => {
          const { type, ticketId, visibility } = data as {
            type: string
            ticketId: string
            visibility: string
          }
          return [type, ticketId, visibility]
        })
      const expected = wanted.map((one) => [one.type, tickets[`${one.team} ${one.by}`]?.id, one.visibility])
      expect(shown(got)).toEqual(expected)
      expect(shown(body.events)).toEqual(expected)
      stream.close()
      await stream.closed
    }),
    { numRuns: 60 },
  )
})
