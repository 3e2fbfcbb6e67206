import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type MailDesk,
  mailText,
  mailWithFile,
  newMessageId,
  startMailDesk,
} from '../../../test/mail/mail-desk.ts'
import { sql, withClient, write } from '../../platform/db/index.ts'
import type { Storage } from '../../platform/storage/index.ts'
import { processMail, sweepInbound } from './index.ts'
import { interruptedTries } from './interrupted-tries.ts'

let mail: MailDesk
let job: (id: string) => { tenantId: string; data: { inboundId: string } }
beforeAll(async () => {
  mail = await startMailDesk()
  job = (inboundId) => ({ tenantId: mail.owner.tenantId, data: { inboundId } })
})
afterAll(() => mail.desk.stop())

const storage: Storage = {
  put: () => Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC', name: 'DiskFull' })),
  get: () => Promise.resolve(null),
  delete: () => Promise.resolve(),
}
const process = (id: string) => processMail({ db: mail.desk.db, storage }, job(id))
const receive = async (bytes: string): Promise<string> => (await mail.post(bytes)).body.id
const sweep = async () =>
  (await write(mail.desk.db, { tenantId: mail.owner.tenantId, actorId: null }, sweepInbound)).result
const loseJobs = () =>
  withClient(mail.desk.database.urls.jobs, (client) =>
    client.query('DELETE FROM graphile_worker._private_jobs'),
  )

describe('a mail that answers one not yet decided', () => {
  test('waits for it, whatever order they are taken in', async () => {
    const [a, b] = [newMessageId(), newMessageId()]
    const parent = await receive(mailText({ id: a }))
    const child = await receive(mailText({ id: b, inReplyTo: a }))
    const grandchild = await receive(mailText({ inReplyTo: b }))
    await process(grandchild)
    await process(child)
    expect(await mail.inbound(child)).toMatchObject({ state: 'RETRY', reason: 'WAITING', attempts: 0 })
    await mail.desk.settle()
    const { ticketId } = await mail.inbound(parent)
    expect(await mail.inbound(child)).toMatchObject({ state: 'APPENDED', ticketId })
    expect(await mail.inbound(grandchild)).toMatchObject({ state: 'APPENDED', ticketId })
  })

  test('does not wait where a nearer one leads to a ticket', async () => {
    const [a, b] = [newMessageId(), newMessageId()]
    const first = await mail.arrive({ id: a })
    await receive(mailText({ id: b }))
    const answer = await receive(mailText({ inReplyTo: a, headers: [`References: <${b}>`] }))
    await process(answer)
    expect(await mail.inbound(answer)).toMatchObject({ state: 'APPENDED', ticketId: first.ticketId })
    await mail.desk.settle()
  })

  test('in a circle the one that would close it goes first, and all end', async () => {
    const ids = [newMessageId(), newMessageId(), newMessageId()]
    const mails: string[] = []
    for (const [i, id] of ids.entries())
      mails.push(await receive(mailText({ id, inReplyTo: ids[(i + 1) % 3] ?? '' })))
    await loseJobs()
    for (const one of mails) await process(one)
    expect((await mail.inbound(mails[2] ?? '')).state).toBe('TICKET_CREATED')
    await mail.desk.settle()
    for (const one of mails.slice(0, 2)) expect((await mail.inbound(one)).state).toBe('APPENDED')
  })

  test('two that answer each other, taken at the same moment, both end', async () => {
    const [a, b] = [newMessageId(), newMessageId()]
    const mails = [
      await receive(mailText({ id: a, inReplyTo: b })),
      await receive(mailText({ id: b, inReplyTo: a })),
    ]
    await loseJobs()
    await Promise.all(mails.map(process))
    await mail.desk.settle()
    const states = await Promise.all(mails.map(async (id) => (await mail.inbound(id)).state))
    expect(states.sort()).toEqual(['APPENDED', 'TICKET_CREATED'])
  })

  test('that answers itself waits for nobody', async () => {
    const id = newMessageId()
    const self = await receive(mailText({ id, inReplyTo: id }))
    await process(self)
    expect((await mail.inbound(self)).state).toBe('TICKET_CREATED')
    await mail.desk.settle()
  })

  test('goes on after two minutes, and after five looks', async () => {
    const id = newMessageId()
    await receive(mailText({ id }))
    const late = await receive(mailText({ inReplyTo: id }))
    const often = await receive(mailText({ inReplyTo: id }))
    await loseJobs()
    for (let looks = 1; looks <= 5; looks += 1) {
      await process(often)
      expect((await mail.inbound(often)).reason).toBe('WAITING')
    }
    await process(often)
    expect((await mail.inbound(often)).state).toBe('TICKET_CREATED')
    await process(late)
    mail.desk.moveClock(121_000)
    await process(late)
    expect((await mail.inbound(late)).state).toBe('TICKET_CREATED')
  })
})

describe('a lost job', () => {
  test('strands no mail: the sweep adds it again, once', async () => {
    const id = await receive(mailText({}))
    await loseJobs()
    await mail.desk.settle()
    expect((await mail.inbound(id)).state).toBe('RECEIVED')
    mail.desk.moveClock(61_000)
    expect(await sweep()).toBeGreaterThan(0)
    expect(await sweep()).toBe(0)
    await mail.desk.settle()
    expect((await mail.inbound(id)).state).toBe('TICKET_CREATED')
  })

  test('a mail that is there in time, or decided, is left alone', async () => {
    await mail.desk.settle()
    mail.desk.moveClock(3600_000)
    await receive(mailText({}))
    expect(await sweep()).toBe(0)
    await mail.desk.settle()
  })
})

describe('a mail that fails', () => {
  const poison = () => mailWithFile({}, { name: 'a.bin', type: 'application/octet-stream', content: 'x' })

  /** A try whose process dies in the middle: it never ends, and nothing of it is written after. */
  const dieIn = async (id: string, attempt: number) => {
    const died = Promise.withResolvers<void>()
    const dying: Storage = {
      ...storage,
      put: () => {
        died.resolve()
        return new Promise(() => {})
      },
    }
    void processMail({ db: mail.desk.db, storage: dying }, { ...job(id), attempt })
    await died.promise
  }

  test('that ends its process each time is quarantined too, and does not come back for ever', async () => {
    const id = await receive(poison())
    await loseJobs()
    for (let attempt = 1; attempt <= 5; attempt += 1) await dieIn(id, attempt)
    expect(await mail.inbound(id)).toMatchObject({ state: 'PROCESSING', attempts: 4 })
    // The queue has given it up; the sweep adds a new job, whose tries begin at one.
    await dieIn(id, 1)
    await processMail({ db: mail.desk.db, storage }, { ...job(id), attempt: 2 })
    expect(await mail.inbound(id)).toMatchObject({ state: 'QUARANTINED', reason: 'FAILED' })
  })

  test('is tried five times, then quarantined with its reason, and leaves nothing behind', async () => {
    const id = await receive(poison())
    await loseJobs()
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      await expect(process(id)).rejects.toThrow('no space left')
      expect(await mail.inbound(id)).toMatchObject({ state: 'RETRY', reason: 'DiskFull', attempts: attempt })
    }
    await process(id)
    expect(await mail.inbound(id)).toMatchObject({ state: 'QUARANTINED', reason: 'FAILED', attempts: 5 })
    expect(await mail.inbound(id)).not.toHaveProperty('ticketId')
    await mail.command(`${id}/reprocess`)
    await mail.desk.settle()
    expect(await mail.inbound(id)).toMatchObject({ state: 'TICKET_CREATED', attempts: 1 })
  })

  test('wakes those who wait for it when it ends', async () => {
    const id = newMessageId()
    const parent = await receive(poison().replace(/Message-ID: <.*>/, `Message-ID: <${id}>`))
    const child = await receive(mailText({ inReplyTo: id }))
    await loseJobs()
    await process(child)
    for (let attempt = 1; attempt <= 4; attempt += 1) await expect(process(parent)).rejects.toThrow()
    await process(parent)
    await mail.desk.settle()
    expect((await mail.inbound(child)).state).toBe('TICKET_CREATED')
  })

  test('because the database is away counts for nothing', async () => {
    const id = await receive(mailText({}))
    const away = Object.assign(new Error('away'), { code: '57P03' })
    let calls = 0
    // Away at first, back when the failure would be counted.
    const connect = () => (++calls === 1 ? Promise.reject(away) : mail.desk.db.pool.connect())
    const db = { ...mail.desk.db, pool: { connect } }
    await expect(processMail({ db: db as never, storage }, job(id))).rejects.toThrow('away')
    await mail.desk.settle()
    expect(await mail.inbound(id)).toMatchObject({ state: 'TICKET_CREATED', attempts: 1 })
  })
})

describe('a try that the database ends by going away', () => {
  const away = () => Object.assign(new Error('terminated'), { code: '57P01' })
  /** A storage behind which the database goes away in the middle of a try. */
  const interrupting: Storage = { ...storage, put: () => Promise.reject(away()) }
  const withFile = () => mailWithFile({}, { name: 'a.bin', type: 'application/octet-stream', content: 'x' })

  test('counts for nothing, however often the database goes, up to five times', async () => {
    const id = await receive(withFile())
    await loseJobs()
    const interrupted = interruptedTries()
    const tryOnce = (attempt: number) =>
      processMail({ db: mail.desk.db, storage: interrupting }, { ...job(id), attempt }, interrupted)
    for (let attempt = 1; attempt <= 6; attempt += 1)
      await expect(tryOnce(attempt)).rejects.toThrow('terminated')
    expect(await mail.inbound(id)).toMatchObject({ state: 'PROCESSING', attempts: 1 })
    for (let attempt = 7; attempt <= 12; attempt += 1) await tryOnce(attempt).catch(() => {})
    expect(await mail.inbound(id)).toMatchObject({ state: 'QUARANTINED', reason: 'FAILED' })
  })

  test('is counted by another process, which cannot know how it ended', async () => {
    const id = await receive(withFile())
    await loseJobs()
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const elsewhere = interruptedTries()
      const deps = { db: mail.desk.db, storage: interrupting }
      await expect(processMail(deps, { ...job(id), attempt }, elsewhere)).rejects.toThrow('terminated')
    }
    expect(await mail.inbound(id)).toMatchObject({ state: 'PROCESSING', attempts: 2 })
  })
})

test('processing a mail again, at the same time or later, does nothing more', async () => {
  const id = await receive(mailText({}))
  await Promise.all([process(id), process(id), process(id)])
  await process(id)
  const { ticketId } = await mail.inbound(id)
  expect((await mail.get(`/tickets/${ticketId}/messages`)).body.items).toHaveLength(1)
  expect((await mail.inbound(id)).attempts).toBe(1)
  await mail.desk.settle()
})

test('two copies of one mail taken at the same moment are one ticket', async () => {
  const id = newMessageId()
  const copies = await Promise.all(
    ['a', 'b', 'c'].map((host) => receive(mailText({ id, headers: [`Received: from ${host}`] }))),
  )
  await Promise.all(copies.map(process))
  const ended = await Promise.all(copies.map(mail.inbound))
  expect(ended.map((one) => one.state).sort()).toEqual(['DUPLICATE', 'DUPLICATE', 'TICKET_CREATED'])
  expect(new Set(ended.map((one) => one.ticketId)).size).toBe(1)
  await mail.desk.settle()
})

test('the log of it all has no gap, and no mail is without an end', async () => {
  await mail.desk.settle()
  mail.desk.moveClock(3600_000)
  await sweep()
  await mail.desk.settle()
  const { result } = await write(mail.desk.db, { tenantId: mail.owner.tenantId, actorId: null }, (tx) =>
    Promise.all([
      tx.rows(sql`SELECT id FROM app.inbound WHERE tenant_id = ${tx.tenantId} AND decided_at IS NULL`),
      tx.rows(sql`SELECT max(seq) - count(*) AS gaps FROM app.event WHERE tenant_id = ${tx.tenantId}`),
    ]),
  )
  expect(result).toEqual([[], [{ gaps: 0 }]])
})
