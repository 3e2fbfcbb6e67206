import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Desk, startDesk } from '../../test/harness/index.ts'
import { withoutTimersFrom } from '../../test/harness/short-timers.ts'
import { type OddSmtpServer, startOddSmtpServer } from '../../test/mail/odd-smtp-server.ts'
import { createLog, createMetrics } from '../platform/observability/index.ts'
import { type Background, startBackground } from './background.ts'

/** Less than a connection that nobody uses is kept, or waited for by either side. */
const AT_ONCE_MS = 2_000

let server: OddSmtpServer
let desk: Desk
let background: Background | undefined
let allTimers = () => {}
beforeEach(async () => {
  server = await startOddSmtpServer()
  desk = await startDesk({ smtpUrl: server.url })
})
afterEach(async () => {
  allTimers()
  await background?.stop()
  await desk.stop()
  await server.stop()
})

it('a process that stops finishes the mail on its way and closes its connections to the mail server', async () => {
  const { apiKey: key, teamId } = await desk.setup()
  const { db, database, app } = desk
  // What closes a connection that was merely forgotten is a timer, which never fires.
  allTimers = withoutTimersFrom(AT_ONCE_MS)
  background = await startBackground(db, database.urls, app, createLog('silent'), createMetrics())
  const mailbox = { address: 'support@desk.example', teamId, isDefault: true, verified: true }
  expect((await desk.request('POST', '/api/v1/mailboxes', { key, body: mailbox })).status).toBe(201)
  const body = { subject: 'Printer', body: 'It hums', requester: { email: 'rita@example.com' } }
  await desk.request('POST', '/api/v1/tickets', { key, body })
  await expect.poll(() => server.tries.some(({ step }) => step === 'dot')).toBe(true)
  expect(server.connections()).toBeGreaterThan(0)
  await background.stop()
  background = undefined
  await expect.poll(() => server.connections()).toBe(0)
  expect(server.taken).toHaveLength(1)
})
