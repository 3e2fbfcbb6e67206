import type { InboundMail } from '../../contracts/inbound.ts'
import type { Mailbox } from '../../contracts/mailboxes.ts'
import { until } from '../faults/until.ts'
import { type Cast, castOf, fileTicket } from '../harness/cast.ts'
import { type Desk, type DeskRequest, startDesk } from '../harness/desk.ts'
import type { SetUp } from '../harness/index.ts'
import type { MailServers } from '../parts/mail-servers.ts'

/** A mail of a ticket, as agents see it. */
export type SeenDelivery = {
  id: string
  kind: string
  state: string
  reason: string | null
  detail: string | null
  attempts: number
  subject: string
  address: string
}

/** A desk with `support@<domain>`, whose mail leaves to real servers and comes from them. */
export type RealDesk = {
  readonly desk: Desk
  readonly owner: SetUp
  readonly cast: Cast
  readonly address: string
  /** Waits until a mail has been decided that nobody waited for before, and answers what became of it. */
  nextInbound(): Promise<InboundMail>
  /** What came in so far, oldest first. */
  inbound(): Promise<InboundMail[]>
  /** Files a ticket for a customer, who did not write. */
  ticketFor(requester: string, subject: string): Promise<string>
  /** Answers as an agent and lets the mail leave; the message's id. */
  answer(ticketId: string, body: string): Promise<string>
  deliveries(ticketId: string): Promise<SeenDelivery[]>
  mailbox(): Promise<Mailbox>
  changeMailbox(change: object): Promise<void>
  get<T>(path: string): Promise<T>
  stop(): Promise<void>
}

/** Starts one on a database of its own. `onTheWay` may change what comes in, as some mail systems do. */
export async function startRealDesk(
  servers: MailServers,
  domain: string,
  onTheWay: (raw: Buffer) => Buffer = (raw) => raw,
): Promise<RealDesk> {
  const desk = await startDesk({ smtpUrl: servers.smtpUrl })
  const owner = await desk.setup()
  const cast = await castOf(desk, owner)
  const address = `support@${domain}`
  const mailbox = { address, teamId: owner.teamId, isDefault: true, verified: true }
  const askAsOwner = (status: number, method: string, path: string, request: DeskRequest = {}) =>
    expectStatus(status, desk.request(method, `/api/v1${path}`, { key: owner.apiKey, ...request }))
  const made = (await askAsOwner(201, 'POST', '/mailboxes', { body: mailbox })).body as Mailbox
  const mailboxNow = async () => {
    const { items } = (await askAsOwner(200, 'GET', '/mailboxes')).body as { items: Mailbox[] }
    return items.find((one) => one.id === made.id) ?? made
  }
  servers.deliverTo(domain, async (raw, recipient) => {
    const mail = { type: 'message/rfc822', bytes: onTheWay(raw) }
    await askAsOwner(202, 'POST', '/inbound/raw', { raw: mail, headers: { 'x-envelope-to': recipient } })
  })
  const get = async (path: string) =>
    (await expectStatus(200, desk.request('GET', `/api/v1${path}`, { key: cast.agent.key }))).body
  const inbound = async (): Promise<InboundMail[]> => (await get('/inbound?limit=100')).items.reverse()
  let awaited = 0
  return {
    desk,
    owner,
    cast,
    address,
    inbound,
    get,
    async nextInbound() {
      const next = awaited
      awaited += 1
      return until(`mail number ${next + 1} at ${domain}`, async () => {
        await desk.settle()
        const mail = (await inbound())[next]
        return mail?.decidedAt === undefined ? false : mail
      })
    },
    async ticketFor(email, subject) {
      const ticket = await fileTicket(desk, cast.agent.key, { subject, requester: { email } })
      return ticket.id
    },
    async answer(ticketId, body) {
      const path = `/api/v1/tickets/${ticketId}/replies`
      const reply = { key: cast.agent.key, body: { body, delaySeconds: 0 } }
      const { id } = (await expectStatus(201, desk.request('POST', path, reply))).body
      await desk.settle()
      return id
    },
    deliveries: async (ticketId) => (await get(`/tickets/${ticketId}/deliveries?limit=100`)).items,
    mailbox: mailboxNow,
    async changeMailbox(change) {
      const headers = { 'if-match': `"v${(await mailboxNow()).version}"` }
      await askAsOwner(200, 'PATCH', `/mailboxes/${made.id}`, { body: change, headers })
    },
    stop: () => desk.stop(),
  }
}

async function expectStatus(status: number, asked: ReturnType<Desk['request']>) {
  const answer = await asked
  if (answer.status !== status) throw new Error(`answered ${answer.status}, not ${status}: ${answer.text}`)
  return answer
}
