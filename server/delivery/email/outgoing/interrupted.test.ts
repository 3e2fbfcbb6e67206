import { afterAll, beforeAll, expect, it } from 'vitest'
import { fileTicket } from '../../../../test/harness/cast.ts'
import { type Desk, type SetUp, startDesk } from '../../../../test/harness/index.ts'
import { type Database, read, sql, withClient, write } from '../../../platform/db/index.ts'
import { catchUp } from '../../../platform/log/index.ts'
import type { MailTransport } from '../../../platform/mail-transport/index.ts'
import { createDiskStorage } from '../../../platform/storage/index.ts'
import { claimDelivery } from './claim-delivery.ts'
import { mailReader } from './mail-reader.ts'
import { pauseMailbox, resumeMailbox } from './pause-mailbox.ts'
import { type SendDeps, sendDelivery } from './send-mail.ts'
import { sweepDeliveries } from './sweep-deliveries.ts'

const PAST_LEASE_MS = 121_000
let desk: Desk
let owner: SetUp
beforeAll(async () => {
  desk = await startDesk()
  owner = await desk.setup()
  await write(desk.db, scope(), (tx) =>
    tx.rows(sql`UPDATE app.mailbox SET verified = true WHERE tenant_id = ${tx.tenantId}`),
  )
})
afterAll(() => desk.stop())

const scope = () => ({ tenantId: owner.tenantId, actorId: null })
let count = 0
/** An acknowledgement that is written down and not sent. */
async function unsentMail(): Promise<string> {
  const email = `rita${++count}@example.com`
  const { id } = await fileTicket(desk, owner.apiKey, { requester: { email } })
  await catchUp(desk.db, mailReader, owner.tenantId)
  const rows = await read(desk.db, scope(), (tx) =>
    tx.rows<{ id: string }>(
      sql`SELECT id FROM app.delivery WHERE tenant_id = ${tx.tenantId} AND ticket_id = ${id}`,
    ),
  )
  return rows[0]?.id ?? ''
}
async function stored(id: string) {
  const rows = await read(desk.db, scope(), (tx) =>
    tx.rows<{
      state: string
      attempts: number
      header: string
      kept: number
    }>(sql`SELECT state, attempts, header,
      (SELECT count(*) FROM app.local_mail l WHERE l.tenant_id = d.tenant_id AND l.delivery_id = d.id) AS kept
      FROM app.delivery d WHERE tenant_id = ${tx.tenantId} AND id = ${id}`),
  )
  return rows[0]
}

class Death extends Error {}
type Sent = { raw: string }[]
function deps(transport: MailTransport['send'] | undefined, db: Database = desk.db): SendDeps {
  return {
    db,
    storage: createDiskStorage('/nowhere'),
    publicUrl: undefined,
    transport: transport === undefined ? undefined : { send: transport, close: () => {} },
    warn: () => {},
  }
}
function taking(sent: Sent): MailTransport['send'] {
  return async ({ raw }) => {
    sent.push({ raw: raw.toString() })
    return { kind: 'sent', status: null, detail: '250 ok' }
  }
}
/** A database that goes away for good at the nth transaction that writes. */
function dyingAt(nth: number): Database {
  let writes = 0
  const pool = new Proxy(desk.db.pool, {
    get(target, name, receiver) {
      if (name !== 'connect') return Reflect.get(target, name, receiver)
      return async () => {
        writes += 1
        if (writes >= nth) throw new Death('the process died')
        return target.connect()
      }
    },
  })
  return { ...desk.db, pool }
}

it('dying before the attempt is written down leaves a mail as it was', async () => {
  const id = await unsentMail()
  const sent: Sent = []
  for (const nth of [1, 2])
    await expect(sendDelivery(deps(taking(sent), dyingAt(nth)), owner.tenantId, id, false)).rejects.toThrow(
      Death,
    )
  expect(sent).toEqual([])
  expect(await stored(id)).toMatchObject({ state: 'PENDING', attempts: 0 })
})

it.each([
  ['before the server has the mail', 0],
  ['after it, before that is written down', 1],
])('dying %s sends the same mail again, but not before the lease has ended', async (_, copies) => {
  const id = await unsentMail()
  const sent: Sent = []
  const dying: MailTransport['send'] = async (mail) => {
    if (copies === 1) await taking(sent)(mail)
    throw new Death('the process died')
  }
  await expect(sendDelivery(deps(dying), owner.tenantId, id, false)).rejects.toThrow(Death)
  expect(await stored(id)).toMatchObject({ state: 'SENDING', attempts: 1 })
  await sendDelivery(deps(taking(sent)), owner.tenantId, id, false)
  expect(sent).toHaveLength(copies)

  desk.moveClock(PAST_LEASE_MS)
  await sendDelivery(deps(taking(sent)), owner.tenantId, id, false)
  expect(sent).toHaveLength(copies + 1)
  expect(new Set(sent.map(({ raw }) => raw)).size).toBe(1)
  expect(await stored(id)).toMatchObject({ state: 'SENT', attempts: 2 })
})

/** Two mails of a ticket to one person, in their order, that are written down and not sent. */
async function twoUnsentMails(): Promise<[string, string]> {
  const first = await unsentMail()
  const [{ ticketId } = { ticketId: '' }] = await read(desk.db, scope(), (tx) =>
    tx.rows<{ ticketId: string }>(
      sql`SELECT ticket_id AS "ticketId" FROM app.delivery WHERE tenant_id = ${tx.tenantId} AND id = ${first}`,
    ),
  )
  const answer = await desk.request('POST', `/api/v1/tickets/${ticketId}/replies`, {
    key: owner.apiKey,
    body: { body: 'Hello' },
  })
  expect(answer.status).toBe(201)
  await catchUp(desk.db, mailReader, owner.tenantId)
  const rows = await read(desk.db, scope(), (tx) =>
    tx.rows<{ id: string }>(
      sql`SELECT id FROM app.delivery WHERE tenant_id = ${tx.tenantId} AND ticket_id = ${ticketId} AND id <> ${first}`,
    ),
  )
  return [first, rows[0]?.id ?? '']
}
/** The statements of this desk that wait for a lock. */
const waiting = () =>
  withClient(
    desk.database.admin,
    async (client) =>
      (
        await client.query(
          `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
        )
      ).rows,
  )

it('a mail that begins to wait while the one before it is sent does not miss that it was', async () => {
  const [first, second] = await twoUnsentMails()
  const sent: Sent = []
  let sending: Promise<void> | undefined
  await write(desk.db, scope(), async (tx) => {
    expect(await claimDelivery(tx, second, { way: 'smtp', probe: false })).toBeUndefined()
    sending = sendDelivery(deps(taking(sent)), owner.tenantId, first, false)
    // It is done, or it waits for this transaction: anything else would be a mail that waits for nothing.
    await expect
      .poll(async () => (await stored(first))?.state === 'SENT' || (await waiting()).length > 0)
      .toBe(true)
  })
  await sending
  await sendDelivery(deps(taking(sent)), owner.tenantId, second, false)
  expect(sent).toHaveLength(2)
  expect(await stored(second)).toMatchObject({ state: 'SENT' })
})

it('a mail that parks while its mailbox is resumed is not left behind', async () => {
  const id = await unsentMail()
  const sent: Sent = []
  const [{ mailboxId } = { mailboxId: '' }] = await read(desk.db, scope(), (tx) =>
    tx.rows<{ mailboxId: string }>(
      sql`SELECT mailbox_id AS "mailboxId" FROM app.delivery WHERE tenant_id = ${tx.tenantId} AND id = ${id}`,
    ),
  )
  const pause = { reason: 'ACCESS_REFUSED', detail: '', now: new Date().toISOString() } as const
  await write(desk.db, scope(), (tx) => pauseMailbox(tx, mailboxId, pause))
  let resuming: Promise<unknown> | undefined
  await write(desk.db, scope(), async (tx) => {
    expect(await claimDelivery(tx, id, { way: 'smtp', probe: false })).toBeUndefined()
    const isResumed = write(desk.db, scope(), (other) => resumeMailbox(other, mailboxId, pause.now))
    let isDone = false
    resuming = isResumed.then(() => {
      isDone = true
    })
    await expect.poll(async () => isDone || (await waiting()).length > 0).toBe(true)
  })
  await resuming
  await sendDelivery(deps(taking(sent)), owner.tenantId, id, false)
  expect(sent).toHaveLength(1)
})

it('a mail that cannot be made is tried as often as one that is refused, and then FAILED for all to see', async () => {
  const id = await unsentMail()
  const warnings: string[] = []
  const broken: SendDeps = {
    ...deps(undefined),
    warn: (_, text) => warnings.push(text),
    get publicUrl(): string {
      throw new TypeError('no address')
    },
  }
  await sendDelivery(broken, owner.tenantId, id, false)
  expect(await stored(id)).toMatchObject({ state: 'RETRY', attempts: 1 })
  for (let i = 0; i < 8; i += 1) {
    desk.moveClock(24 * 3600_000)
    await sendDelivery(broken, owner.tenantId, id, false)
  }
  expect(await stored(id)).toMatchObject({ state: 'FAILED', attempts: 9 })
  expect(warnings).toHaveLength(9)
})

it('two workers with the same job send one mail', async () => {
  const id = await unsentMail()
  const sent: Sent = []
  await Promise.all(
    Array.from({ length: 4 }, () => sendDelivery(deps(taking(sent)), owner.tenantId, id, false)),
  )
  expect(sent).toHaveLength(1)
})

it('an attempt that comes back after its lease changes nothing of the next one', async () => {
  const id = await unsentMail()
  const late: MailTransport['send'] = async () => {
    desk.moveClock(PAST_LEASE_MS)
    const underWay = deps(async () => {
      throw new Death('the process died')
    })
    await expect(sendDelivery(underWay, owner.tenantId, id, false)).rejects.toThrow(Death)
    return { kind: 'temporary', status: null, detail: 'too late' }
  }
  await sendDelivery(deps(late), owner.tenantId, id, false)
  expect(await stored(id)).toMatchObject({ state: 'SENDING', attempts: 2 })
})

it('the local inbox gets a mail exactly once, also from workers at the same time', async () => {
  const id = await unsentMail()
  for (const nth of [1, 2])
    await expect(sendDelivery(deps(undefined, dyingAt(nth)), owner.tenantId, id, false)).rejects.toThrow(
      Death,
    )
  await Promise.all(Array.from({ length: 4 }, () => sendDelivery(deps(undefined), owner.tenantId, id, false)))
  expect(await stored(id)).toMatchObject({ state: 'SENT', attempts: 1, kept: 1 })
})

it('a mail that kills every worker ends after nine attempts', async () => {
  const id = await unsentMail()
  let attempts = 0
  const dying: MailTransport['send'] = async () => {
    attempts += 1
    throw new Death('the process died')
  }
  for (let i = 0; i < 12; i += 1) {
    await sendDelivery(deps(dying), owner.tenantId, id, false).catch(() => {})
    desk.moveClock(PAST_LEASE_MS)
  }
  expect(attempts).toBe(9)
  expect(await stored(id)).toMatchObject({ state: 'FAILED', attempts: 9 })
})

it('a lost job is added again by the sweep, which finds nothing else', async () => {
  await desk.settle()
  const sweep = async () => (await write(desk.db, scope(), sweepDeliveries)).result
  expect(await sweep()).toBe(0)
  const id = await unsentMail()
  await write(desk.db, scope(), async (tx) => tx.defer(sql`SELECT jobs.remove(ARRAY[${`send:${id}`}])`))
  expect(await sweep()).toBe(0)
  desk.moveClock(61_000)
  expect(await sweep()).toBe(1)
  await desk.settle()
  expect(await stored(id)).toMatchObject({ state: 'SENT' })
  expect(await sweep()).toBe(0)
})
