import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PRIORITIES, STATUSES } from '../../../contracts/tickets.ts'
import { presentTicket } from './present-ticket.ts'
import { type ShownTicketRow, ticketState } from './ticket-columns.ts'
import { ticketJson } from './ticket-json.ts'

const instant = fc
  .date({ noInvalidDate: true, min: new Date('2000-01-01Z'), max: new Date('2099-01-01Z') })
  .map((date) => date.toISOString())
const written = fc.string({ unit: 'binary' }).map((text) => text.toWellFormed().replaceAll('\0', ''))
const row: fc.Arbitrary<ShownTicketRow> = fc.record({
  id: fc.uuid(),
  key: fc.constantFrom('IT-1', 'OPS9-1234567'),
  number: fc.nat(),
  subject: written,
  status: fc.constantFrom(...STATUSES),
  statusReason: fc.option(written),
  priority: fc.constantFrom(...PRIORITIES),
  channel: fc.constantFrom('PORTAL', 'EMAIL', 'API', 'SLACK', 'TEAMS'),
  teamId: fc.uuid(),
  assigneeId: fc.option(fc.uuid()),
  requesterId: fc.uuid(),
  requesterName: written,
  requesterEmail: written,
  requesterReplied: fc.boolean(),
  followUpOf: fc.option(fc.uuid()),
  version: fc.nat(),
  seq: fc.maxSafeNat(),
  createdAt: instant,
  updatedAt: instant,
  firstResponseAt: fc.option(instant),
  dueAt: fc.option(instant),
  resolvedAt: fc.option(instant),
  closedAt: fc.option(instant),
})

it('a listed ticket is, byte for byte, the ticket that reading it shows, whatever people wrote', () => {
  fc.assert(
    fc.property(row, (shown) => {
      const state = ticketState({ ...shown, publicSeq: 0, requesterSeq: 0, agentSeq: 0 })
      expect(ticketJson(shown)).toBe(JSON.stringify(presentTicket(state)))
    }),
  )
})
