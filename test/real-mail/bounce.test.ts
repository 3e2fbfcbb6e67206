import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Event } from '../../contracts/events.ts'
import { hasMailServers, type MailServers, startMailServers } from '../parts/mail-servers.ts'
import { type RealDesk, startRealDesk } from './real-desk.ts'

describe.runIf(hasMailServers())('mail to a customer whom the mail server does not know', () => {
  let servers: MailServers
  let desk: RealDesk
  beforeAll(async () => {
    servers = await startMailServers({ desks: ['desk.test'], customers: ['rita'] })
    desk = await startRealDesk(servers, 'desk.test')
  })
  afterAll(async () => {
    await desk?.stop()
    await servers?.stop()
  })

  it('comes back as a report, ends its delivery, keeps further mail from the address, and says so', async () => {
    const ticketId = await desk.ticketFor('ghost@customers.test', 'Are you there?')
    await desk.desk.settle()
    const [first] = await desk.deliveries(ticketId)
    // The report may be there already.
    expect(first).toMatchObject({
      kind: 'ACKNOWLEDGEMENT',
      address: 'ghost@customers.test',
      state: expect.stringMatching(/^(SENT|BOUNCED)$/),
    })

    const report = await desk.nextInbound()
    expect(report).toMatchObject({ state: 'BOUNCE_RECORDED', ticketId })
    const [bounced] = await desk.deliveries(ticketId)
    expect(bounced).toMatchObject({ id: first?.id, state: 'BOUNCED' })
    // A report is no message of the requester's: the ticket stays as it was.
    expect(await desk.get<object>(`/tickets/${ticketId}`)).toMatchObject({ status: 'NEW' })
    expect((await desk.get<{ items: object[] }>(`/tickets/${ticketId}/messages`)).items).toHaveLength(1)
    const suppressions = await desk.get<{ items: object[] }>('/suppressions')
    expect(suppressions.items).toMatchObject([
      { address: 'ghost@customers.test', reason: 'HARD_BOUNCE', deliveryId: first?.id, until: null },
    ])

    await desk.answer(ticketId, 'We have found your key.')
    const [second] = await desk.deliveries(ticketId)
    expect(second).toMatchObject({ kind: 'MESSAGE', state: 'SUPPRESSED', reason: 'HARD_BOUNCE' })
    const { items } = await desk.get<{ items: Event[] }>(`/tickets/${ticketId}/events?limit=100`)
    const failures = items.filter((event) => event.type === 'delivery.failed')
    expect(failures.map((event) => event.refs.deliveryId)).toEqual([first?.id, second?.id])
    expect(await desk.inbound()).toHaveLength(1)
  })
})
