import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withClient } from '../../server/platform/db/index.ts'
import { hasMailServers, type MailServers, startMailServers } from '../parts/mail-servers.ts'
import { type RealDesk, startRealDesk } from './real-desk.ts'

describe.runIf(hasMailServers())('a reply that failed', () => {
  let servers: MailServers
  let desk: RealDesk
  let ticketId: string
  beforeAll(async () => {
    servers = await startMailServers({ desks: ['desk.test'], customers: ['rita'] })
    desk = await startRealDesk(servers, 'desk.test')
    ticketId = await desk.ticketFor('rita@customers.test', 'A question')
    await desk.desk.settle()
  })
  afterAll(async () => {
    await desk?.stop()
    await servers?.stop()
  })

  const reply = (over: object, headers: Record<string, string> = {}) =>
    desk.desk.request('POST', `/api/v1/tickets/${ticketId}/replies`, {
      key: desk.cast.agent.key,
      headers,
      body: { body: 'You must not read this.', delaySeconds: 0, ...over },
    })

  it('by a rule, by a race or in its COMMIT never makes a mail; one that is taken does', async () => {
    const inbox = await servers.inboxOf('rita')
    await inbox.waitFor(1)
    expect((await reply({ status: 'CLOSED' })).status).toBe(409)
    expect((await reply({}, { 'if-match': '"v99"' })).status).toBe(412)
    await withRefusedCommits(async () => expect((await reply({})).status).toBeGreaterThanOrEqual(500))
    await desk.answer(ticketId, 'This is for you.')
    await servers.untilDelivered()
    const mails = await inbox.waitFor(2)
    expect(mails).toHaveLength(2)
    expect(mails[1]?.parsed.text).toContain('This is for you.')
    expect(mails.map((mail) => mail.raw.toString()).join()).not.toContain('must not read')
    expect(await desk.deliveries(ticketId)).toHaveLength(2)
  })

  /** Makes the database refuse each COMMIT that would add a fact, after every statement has gone well. */
  async function withRefusedCommits(run: () => Promise<void>): Promise<void> {
    await asAdmin(
      `CREATE FUNCTION app.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$`,
    )
    await asAdmin(`CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON app.event DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION app.refuse()`)
    await run()
    await asAdmin('DROP TRIGGER refuse ON app.event')
  }

  const asAdmin = (text: string) => withClient(desk.desk.database.admin, (client) => client.query(text))
})
