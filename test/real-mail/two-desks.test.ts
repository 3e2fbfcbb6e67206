import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasMailServers, type MailServers, startMailServers } from '../parts/mail-servers.ts'
import { sendAsCustomer } from './customer-mail.ts'
import { type RealDesk, type SeenDelivery, startRealDesk } from './real-desk.ts'

const A = 'support@desk-a.test'
const B = 'support@desk-b.test'

/** What mail systems on the way are known to do to a head. */
const AS_SENT = (raw: Buffer) => raw
const MACHINE_MARKS = ['auto-submitted', 'x-auto-response-suppress']
const THREAD = ['in-reply-to', 'references', 'reply-to']

describe.runIf(hasMailServers())('two desks that write to each other', () => {
  describe.each([
    {
      how: 'as they are',
      onTheWay: AS_SENT,
      acceptAutomated: false,
      taken: 'SUSPENDED',
      answered: { A: 0, B: 1 },
      after: { state: 'TICKET_CREATED', A: 1, B: 1 },
    },
    {
      how: 'as they are, where machines open tickets too',
      onTheWay: AS_SENT,
      acceptAutomated: true,
      taken: 'TICKET_CREATED',
      answered: { A: 0, B: 1 },
      after: { state: 'TICKET_CREATED', A: 1, B: 1 },
    },
    {
      how: 'without the marks of machines',
      onTheWay: without(MACHINE_MARKS),
      acceptAutomated: false,
      taken: 'TICKET_CREATED',
      answered: { A: 1, B: 1 },
      after: { state: 'APPENDED', A: 1, B: 1 },
    },
  ])('whose mails arrive $how', ({ onTheWay, acceptAutomated, taken, answered, after }) => {
    const pair = desksWith(onTheWay)

    it('acknowledge at most once each, and then it is quiet', async () => {
      const { servers, a, b } = pair()
      await a.changeMailbox({ acceptAutomated })
      await sendAsCustomer(servers.port, { from: A, to: B, subject: 'Our order', text: 'Where is it?' })
      const opened = await b.nextInbound()
      expect(opened.state).toBe('TICKET_CREATED')
      await untilQuiet(pair())
      expect((await a.inbound()).map((mail) => mail.state)).toEqual([taken])
      expect({ A: await acknowledgements(a), B: await acknowledgements(b) }).toEqual(answered)
    })

    it('still carry what people write: an answer of one is a message at the other', async () => {
      const { a, b } = pair()
      const before = (await a.inbound()).length
      const [opened] = await b.inbound()
      await b.answer(opened?.ticketId ?? '', 'It is on its way.')
      await untilQuiet(pair())
      const arrived = (await a.inbound()).slice(before)
      expect(arrived.map((mail) => mail.state)).toEqual([after.state])
      expect(await acknowledgements(a)).toBe(after.A)
      expect(await acknowledgements(b)).toBe(after.B)
    })
  })

  describe('whose mails arrive without the marks of machines and without their threads', () => {
    const pair = desksWith(without([...MACHINE_MARKS, ...THREAD]))

    it('stop at three acknowledgements each, the most that an address gets in an hour', async () => {
      const { servers, a, b } = pair()
      await sendAsCustomer(servers.port, { from: A, to: B, subject: 'Our order', text: 'Where is it?' })
      await b.nextInbound()
      await untilQuiet(pair())
      expect(await acknowledgements(b)).toBe(3)
      expect(await acknowledgements(a)).toBeLessThanOrEqual(3)
    })
  })
})

type Pair = { servers: MailServers; a: RealDesk; b: RealDesk }

function desksWith(onTheWay: (raw: Buffer) => Buffer): () => Pair {
  let pair: Pair | undefined
  beforeAll(async () => {
    const servers = await startMailServers({ desks: ['desk-a.test', 'desk-b.test'], customers: [] })
    const [a, b] = await Promise.all([
      startRealDesk(servers, 'desk-a.test', onTheWay),
      startRealDesk(servers, 'desk-b.test', onTheWay),
    ])
    pair = { servers, a, b }
  })
  afterAll(async () => {
    await pair?.a.stop()
    await pair?.b.stop()
    await pair?.servers.stop()
  })
  return () => {
    if (pair === undefined) throw new Error('the desks did not start')
    return pair
  }
}

/** Lets both work until no mail is on its way: all that left one has arrived, and nothing of it is undecided. */
async function untilQuiet({ servers, a, b }: Pair): Promise<void> {
  for (let before = -1; ; ) {
    await a.desk.settle()
    await b.desk.settle()
    await servers.untilDelivered()
    const after = (await a.inbound()).length + (await b.inbound()).length
    if (after === before) return
    before = after
  }
}

/** How many acknowledgements a desk has made, on all its tickets. */
async function acknowledgements(desk: RealDesk): Promise<number> {
  const { items } = await desk.get<{ items: { id: string }[] }>('/tickets?limit=100')
  const all: SeenDelivery[][] = await Promise.all(items.map(({ id }) => desk.deliveries(id)))
  return all.flat().filter((one) => one.kind === 'ACKNOWLEDGEMENT').length
}

/** Takes header fields out of a mail, with their continuation lines. */
function without(names: readonly string[]): (raw: Buffer) => Buffer {
  const field = new RegExp(`^(?:${names.join('|')}):.*(?:\\r\\n[ \\t].*)*\\r\\n`, 'gim')
  return (raw) => {
    const text = raw.toString('latin1')
    const end = text.indexOf('\r\n\r\n') + 2
    return Buffer.from(text.slice(0, end).replace(field, '') + text.slice(end), 'latin1')
  }
}
