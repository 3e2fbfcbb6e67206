import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Cast, castOf } from '../../../../test/harness/cast.ts'
import { type Desk, type SetUp, startDesk } from '../../../../test/harness/index.ts'
import { type OddSmtpServer, startOddSmtpServer } from '../../../../test/mail/odd-smtp-server.ts'
import { withClient } from '../../../platform/db/index.ts'

const MINUTE_MS = 60_000
let server: OddSmtpServer
let desk: Desk
let owner: SetUp
let cast: Cast
let mailboxId: string
beforeAll(async () => {
  server = await startOddSmtpServer()
  desk = await startDesk({ smtpUrl: server.url })
  owner = await desk.setup()
  cast = await castOf(desk, owner)
  const { items } = (await call('GET', '/mailboxes')).body
  mailboxId = items[0].id
})
afterAll(async () => {
  await desk.stop()
  await server.stop()
})
beforeEach(() => {
  server.react = () => undefined
  server.taken.length = 0
  server.tries.length = 0
})

const now = () => Date.now() + desk.db.clockOffsetMs
/** When the one mail that waits is sent, by the queue's own account. */
async function jobDueAt(): Promise<number> {
  const { rows } = await withClient(desk.database.urls.jobs, (client) =>
    client.query(`SELECT run_at FROM graphile_worker.jobs WHERE task_identifier = 'send-mail'`),
  )
  expect(rows).toHaveLength(1)
  return (rows[0].run_at as Date).getTime()
}

let count = 0
async function call(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
  return desk.request(method, `/api/v1${path}`, {
    key: owner.apiKey,
    ...(body === undefined ? {} : { body }),
    ...(headers === undefined ? {} : { headers }),
  })
}
async function mailbox() {
  const { items } = (await call('GET', '/mailboxes')).body
  return items.find((one: { id: string }) => one.id === mailboxId)
}
async function changeMailbox(change: Record<string, unknown>) {
  const { version } = await mailbox()
  const answer = await call('PATCH', `/mailboxes/${mailboxId}`, change, { 'if-match': `"v${version}"` })
  expect(answer.status).toBe(200)
}
/** A ticket of a requester whom nobody has written to yet; its acknowledgement has left. */
async function ticketOf(name = `rita${++count}`) {
  const email = `${name}@example.com`
  const requester = { email, name: 'Rita' }
  const { id } = (await call('POST', '/tickets', { subject: 'Hums', body: 'Loudly', requester })).body
  await desk.settle()
  server.taken.length = 0
  server.tries.length = 0
  return { id, email }
}
async function answer(ticketId: string, body: string) {
  const replied = await desk.request('POST', `/api/v1/tickets/${ticketId}/replies`, {
    key: cast.agent.key,
    body: { body, delaySeconds: 0 },
  })
  expect(replied.status).toBe(201)
}
async function deliveries(ticketId: string) {
  const { items } = (await call('GET', `/tickets/${ticketId}/deliveries`)).body
  return items.filter((one: { kind: string }) => one.kind === 'MESSAGE').reverse()
}
async function facts(ticketId: string, type: string) {
  const { items } = (await call('GET', `/tickets/${ticketId}/events?limit=100`)).body
  return items.filter((event: { type: string }) => event.type === type)
}
const idOf = (raw: string) => /^Message-ID:\s*(<[^>]*>)/im.exec(raw)?.[1]
const saysOf = (taken: { raw: string }[]) => taken.map(({ raw }) => /say[A-Z]\w*/.exec(raw)?.[0])

describe('a mailbox that nobody vouched for', () => {
  it('sends nothing by a mail server, says so, and sends what waited once somebody did', async () => {
    const { id } = await ticketOf()
    await answer(id, 'sayFirst')
    await desk.settle()
    expect(server.tries).toEqual([])
    expect(await mailbox()).toMatchObject({ pauseReason: 'UNVERIFIED' })
    expect(await deliveries(id)).toMatchObject([{ state: 'PENDING', attempts: 0, nextAt: null }])

    await changeMailbox({ verified: true })
    await desk.settle()
    expect(await mailbox()).toMatchObject({ pausedAt: null, pauseReason: null })
    expect(await deliveries(id)).toMatchObject([{ state: 'SENT', attempts: 1 }])
  })
})

describe('attempts', () => {
  it('come after 1, 5, 15 minutes, 1, 2, 4, 8 and 16 hours, a fifth more or less, and are the same mail', async () => {
    const { id, email } = await ticketOf()
    server.react = (step) => (step === 'rcpt' ? '451 4.3.0 later' : undefined)
    await answer(id, 'sayAgain')
    let before = now()
    await desk.settle()
    for (const [i, minutes] of [1, 5, 15, 60, 120, 240, 480, 960].entries()) {
      const [mail] = await deliveries(id)
      expect(mail).toMatchObject({
        state: 'RETRY',
        reason: 'TEMPORARY',
        detail: '451 4.3.0 later',
        attempts: i + 1,
      })
      const nextAt = Date.parse(mail.nextAt)
      // The attempt lay between these two, however long it took.
      expect(nextAt).toBeGreaterThanOrEqual(before + minutes * 0.79 * MINUTE_MS)
      expect(nextAt).toBeLessThanOrEqual(now() + minutes * 1.21 * MINUTE_MS)
      expect(await jobDueAt()).toBe(nextAt)
      desk.moveClock((nextAt - now()) / 2)
      await desk.settle()
      expect(server.tries.filter(({ step, to }) => step === 'rcpt' && to === email)).toHaveLength(i + 1)
      desk.moveClock(nextAt - now() + 1_000)
      before = now()
      await desk.settle()
    }
    expect(await deliveries(id)).toMatchObject([{ state: 'FAILED', reason: 'ATTEMPTS_SPENT', attempts: 9 }])
    expect(await facts(id, 'delivery.failed')).toMatchObject([
      { visibility: 'INTERNAL', refs: { reason: 'ATTEMPTS_SPENT', diagnostic: '451 4.3.0 later' } },
    ])
  })

  it('begin anew when an agent asks, and what is sent is the same mail', async () => {
    const { id } = await ticketOf()
    server.react = (step) => (step === 'dot' ? '554 5.6.0 cannot read it' : undefined)
    await answer(id, 'sayMore')
    await desk.settle()
    const [failed] = await deliveries(id)
    expect(failed).toMatchObject({ state: 'FAILED', reason: 'MAIL_REFUSED', attempts: 1 })
    server.react = () => undefined
    expect((await call('POST', `/deliveries/${failed.id}/retry`)).status).toBe(200)
    await desk.settle()
    expect(await deliveries(id)).toMatchObject([{ state: 'SENT', attempts: 1 }])
    expect((await call('POST', `/deliveries/${failed.id}/retry`)).body.code).toBe('conflict')
  })

  it('a connection lost after the final dot is tried again, with the same Message-ID', async () => {
    const { id } = await ticketOf()
    server.react = (step) => (step === 'dot' ? 'take-and-cut' : undefined)
    await answer(id, 'sayTwice')
    await desk.settle()
    expect(await deliveries(id)).toMatchObject([{ state: 'RETRY', attempts: 1 }])
    server.react = () => undefined
    desk.moveClock(2 * MINUTE_MS)
    await desk.settle()
    expect(await deliveries(id)).toMatchObject([{ state: 'SENT', attempts: 2 }])
    expect(server.taken).toHaveLength(2)
    expect(server.taken[0]?.raw).toBe(server.taken[1]?.raw)
  })
})

describe('an address that is not there', () => {
  it('gets no second mail; that is told on the ticket, and a lifted one is sent', async () => {
    const { id, email } = await ticketOf()
    server.react = (step) => (step === 'rcpt' ? '550 5.1.1 nobody' : undefined)
    await answer(id, 'sayOne')
    await desk.settle()
    server.react = () => undefined
    await answer(id, 'sayTwo')
    await desk.settle()
    expect(await deliveries(id)).toMatchObject([
      { state: 'FAILED', reason: 'RECIPIENT_REFUSED', detail: '550 5.1.1 nobody' },
      { state: 'SUPPRESSED', reason: 'HARD_BOUNCE', attempts: 0 },
    ])
    expect(await facts(id, 'delivery.failed')).toMatchObject([
      { refs: { reason: 'RECIPIENT_REFUSED', status: '5.1.1' } },
      { refs: { reason: 'HARD_BOUNCE' } },
    ])
    expect(server.taken).toEqual([])

    expect((await call('DELETE', `/suppressions/${email}`)).status).toBe(200)
    const [, suppressed] = await deliveries(id)
    await call('POST', `/deliveries/${suppressed.id}/retry`)
    await desk.settle()
    expect(saysOf(server.taken)).toEqual(['sayTwo'])
  })
})

describe('a server that refuses the desk', () => {
  it.each([
    ['its sender', 'mail', '530 5.7.0 sign in first', 'ACCESS_REFUSED'],
    ['by policy', 'rcpt', '554 5.7.1 relay denied', 'POLICY_REFUSED'],
    ['its address', 'mail', '553 5.1.8 no such sender', 'SENDER_REFUSED'],
  ] as const)(
    '%s pauses the mailbox without an attempt lost, and is tried every 15 minutes',
    async (_, at, reply, reason) => {
      const [one, two] = [await ticketOf(), await ticketOf()]
      const told = async () => {
        const { items } = (await call('GET', '/mailboxes')).body
        return items[0]
      }
      server.react = (step) => (step === at ? reply : undefined)
      await answer(one.id, 'sayOne')
      await answer(two.id, 'sayTwo')
      await desk.settle()
      expect(await told()).toMatchObject({ pauseReason: reason })
      expect(server.tries.filter(({ step }) => step === at)).toHaveLength(1)
      for (const { id } of [one, two])
        expect(await deliveries(id)).toMatchObject([{ state: 'PENDING', attempts: 0, nextAt: null }])

      desk.moveClock(16 * MINUTE_MS)
      await desk.settle()
      expect(server.tries.filter(({ step }) => step === at)).toHaveLength(2)
      server.react = () => undefined
      desk.moveClock(16 * MINUTE_MS)
      await desk.settle()
      expect(saysOf(server.taken).sort()).toEqual(['sayOne', 'sayTwo'])
      expect(await told()).toMatchObject({ pausedAt: null, pauseReason: null })
    },
  )

  it('for one mail only holds up the others for one probe, and then that mail has failed', async () => {
    const [bad, good] = [await ticketOf(), await ticketOf()]
    server.react = (step, to) => (step === 'rcpt' && to === bad.email ? '554 5.7.1 not from you' : undefined)
    await answer(bad.id, 'sayBad')
    await desk.settle()
    await answer(good.id, 'sayGood')
    await desk.settle()
    expect(server.taken).toEqual([])
    desk.moveClock(16 * MINUTE_MS)
    await desk.settle()
    expect(saysOf(server.taken)).toEqual(['sayGood'])
    expect(await deliveries(bad.id)).toMatchObject([{ state: 'FAILED', reason: 'POLICY_REFUSED' }])
    expect(await mailbox()).toMatchObject({ pausedAt: null })
  })

  it('an owner’s word resumes it at once', async () => {
    const { id } = await ticketOf()
    server.react = (step) => (step === 'mail' ? '530 5.7.0 sign in first' : undefined)
    await answer(id, 'sayOne')
    await desk.settle()
    server.react = () => undefined
    await changeMailbox({ paused: false })
    await desk.settle()
    expect(saysOf(server.taken)).toEqual(['sayOne'])
  })
})

describe('order', () => {
  it('a later mail to the same person on the ticket waits for an earlier one, for ten minutes at most', async () => {
    const { id, email } = await ticketOf()
    const other = await ticketOf()
    server.react = (step, to) => (step === 'rcpt' && to === email ? '451 4.3.0 later' : undefined)
    await answer(id, 'sayFirst')
    await desk.settle()
    server.react = () => undefined
    await answer(id, 'saySecond')
    await answer(other.id, 'sayElsewhere')
    await desk.settle()
    expect(saysOf(server.taken)).toEqual(['sayElsewhere'])
    desk.moveClock(2 * MINUTE_MS)
    await desk.settle()
    expect(saysOf(server.taken)).toEqual(['sayElsewhere', 'sayFirst', 'saySecond'])
  })

  it('one that keeps failing is overtaken', async () => {
    const { id } = await ticketOf()
    let failing = true
    server.react = (step) => (step === 'dot' && failing ? '451 4.3.0 later' : undefined)
    await answer(id, 'sayFirst')
    await desk.settle()
    desk.moveClock(2 * MINUTE_MS)
    await desk.settle()
    await answer(id, 'saySecond')
    await desk.settle()
    expect((await deliveries(id)).map((mail: { attempts: number }) => mail.attempts)).toEqual([2, 0])
    desk.moveClock(9 * MINUTE_MS)
    await desk.settle()
    failing = false
    desk.moveClock(1.5 * MINUTE_MS)
    await desk.settle()
    expect((await deliveries(id)).map((mail: { state: string }) => mail.state)).toContain('SENT')
  })
})

it('every mail has its own way back for bounces and for answers', async () => {
  const { id, email } = await ticketOf()
  await answer(id, 'sayHello')
  await desk.settle()
  const [mail] = await deliveries(id)
  const [taken] = server.taken
  expect(taken).toMatchObject({ from: `bounce+${mail.id}@example.localhost`, to: email })
  expect(taken?.raw).toMatch(/^Reply-To: support\+[a-z0-9]{30}@example\.localhost\r$/m)
  expect(idOf(taken?.raw ?? '')).toMatch(new RegExp(`^<m\\.${mail.id}\\.[0-9a-f]{16}@example\\.localhost>$`))
})

describe('an address below .example', () => {
  it('reaches no mail server: its mail stays in the local inbox, also while the mailbox is paused', async () => {
    await changeMailbox({ verified: false })
    const { id: other } = await ticketOf()
    await answer(other, 'pauses')
    await desk.settle()
    expect(await mailbox()).toMatchObject({ pausedAt: expect.any(String) })
    const requester = { email: `nobody${++count}@Sample.Example`, name: 'Nobody' }
    const { id } = (await call('POST', '/tickets', { subject: 'Hums', body: 'Loudly', requester })).body
    await answer(id, 'stays here')
    await desk.settle()
    expect(await deliveries(id)).toMatchObject([{ state: 'SENT', address: requester.email }])
    const { items } = (await call('GET', '/local-inbox')).body
    expect(items.filter(({ to }: { to: string }) => to === requester.email)).toHaveLength(2)
    expect(server.tries).toEqual([])
    expect(await mailbox()).toMatchObject({ pausedAt: expect.any(String) })
  })
})
