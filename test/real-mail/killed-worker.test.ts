import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withClient } from '../../server/platform/db/index.ts'
import { catchUp, tenantsBehind } from '../../server/platform/log/index.ts'
import { spawnScript } from '../faults/desk-process.ts'
import { hasMailServers, type MailServers, startMailServers } from '../parts/mail-servers.ts'
import type { SmtpStep } from '../parts/smtp-gate.ts'
import { type RealDesk, startRealDesk } from './real-desk.ts'
import type { DeathPoint, SendingOrders } from './sending-process.ts'

type Death = { before: string; inside?: DeathPoint; outside?: SmtpStep; copies: number }

/** Every two steps of sending in their order. From the server's yes on, what is not written down is sent once more. */
const DEATHS: Death[] = [
  { before: 'the claim is committed', inside: 'claim', copies: 1 },
  { before: 'the connection is there', outside: 'connected', copies: 1 },
  { before: 'the greeting', outside: 'greeted', copies: 1 },
  { before: 'MAIL FROM', outside: 'MAIL', copies: 1 },
  { before: 'RCPT TO', outside: 'RCPT', copies: 1 },
  { before: 'DATA', outside: 'DATA', copies: 1 },
  { before: 'the final dot', outside: 'content', copies: 1 },
  { before: 'the server’s yes', outside: 'accepted', copies: 2 },
  { before: 'the outcome is committed', inside: 'record', copies: 2 },
  { before: 'the job is done', inside: 'recorded', copies: 1 },
]
/** Longer than the lease of a mail on its way. */
const PAST_LEASE_MS = 130_000
const nameOf = (death: Death) => `c-${death.inside ?? death.outside}`.toLowerCase()

describe.runIf(hasMailServers())('a worker that is killed while it sends a reply', () => {
  let servers: MailServers
  let desk: RealDesk
  let filesFolder: string
  beforeAll(async () => {
    filesFolder = mkdtempSync(join(tmpdir(), 'docket-files-'))
    servers = await startMailServers({ desks: ['desk.test'], customers: DEATHS.map(nameOf) })
    desk = await startRealDesk(servers, 'desk.test')
  })
  afterAll(async () => {
    await desk?.stop()
    await servers?.stop()
    rmSync(filesFolder, { recursive: true, force: true })
  })

  it.each(DEATHS)('before $before leaves it to the next one, which sends the same mail', async (death) => {
    const customer = nameOf(death)
    const inbox = await servers.inboxOf(customer)
    const ticketId = await desk.ticketFor(`${customer}@customers.test`, 'A question')
    await desk.desk.settle()
    await inbox.waitFor(1)
    await replyUnsent(ticketId)

    expect(await killedWhileSending(death)).toBe('SIGKILL')
    expect(await desk.deliveries(ticketId)).toHaveLength(2)

    await giveBackJobs()
    desk.desk.moveClock(PAST_LEASE_MS)
    await desk.desk.settle()
    const [delivery] = await desk.deliveries(ticketId)
    expect(delivery).toMatchObject({ kind: 'MESSAGE', state: 'SENT' })
    await servers.untilDelivered()
    const mails = (await inbox.waitFor(1 + death.copies)).slice(1)
    expect(mails).toHaveLength(death.copies)
    expect(new Set(mails.map((mail) => mail.parsed.messageId)).size).toBe(1)
    expect(mails[0]?.parsed.messageId).toContain(delivery?.id)
  })

  /** Writes a reply whose mail is planned and due, and not sent by this process. */
  async function replyUnsent(ticketId: string): Promise<void> {
    const path = `/api/v1/tickets/${ticketId}/replies`
    const reply = { key: desk.cast.agent.key, body: { body: 'The answer.', delaySeconds: 0 } }
    expect((await desk.desk.request('POST', path, reply)).status).toBe(201)
    const { app, db } = desk.desk
    for (const reader of app.readers)
      for (const tenantId of await tenantsBehind(db, reader.name)) await catchUp(db, reader, tenantId)
  }

  /** Lets a process of its own send what is due, until it is killed at that point; the signal that ended it. */
  async function killedWhileSending({ inside, outside }: Death): Promise<NodeJS.Signals | null> {
    const { database, db } = desk.desk
    const orders: SendingOrders = {
      urls: database.urls,
      roles: database.roles,
      clockOffsetMs: db.clockOffsetMs,
      smtpUrl: servers.smtpUrl,
      filesFolder,
      dieAt: inside ?? null,
    }
    const worker = spawnScript('test/real-mail/sending-process.ts', [JSON.stringify(orders)], {
      // Ten processes in a row: each starts in half the time.
      NODE_COMPILE_CACHE: join(filesFolder, 'compiled'),
    })
    servers.gate.onStep = async (step) => {
      if (step !== outside) return 'pass'
      await worker.kill()
      return 'cut'
    }
    const { signal } = await worker.ended
    servers.gate.onStep = () => 'pass'
    if (signal === null) throw new Error(`the worker was not killed:\n${worker.output()}`)
    return signal
  }

  /** What another worker does with the jobs of one that is silent. */
  async function giveBackJobs(): Promise<void> {
    await withClient(desk.desk.database.urls.jobs, (client) =>
      client.query(`UPDATE graphile_worker._private_jobs SET locked_at = NULL, locked_by = NULL`),
    )
  }
})
