import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MailDesk, mailWithFile, startMailDesk } from '../../../test/mail/mail-desk.ts'
import { withClient, write } from '../../platform/db/index.ts'
import { filePaths } from './linked-file.ts'

const DAY_MS = 24 * 3600_000
let mail: MailDesk
beforeAll(async () => {
  mail = await startMailDesk()
})
afterAll(() => mail.desk.stop())

/** A file of a mail, with a path that opens it for a day; signed in the name of the tenant, or of another. */
async function linkedFile(tenantId = mail.owner.tenantId) {
  const ended = await mail.arrive(mailWithFile({}, { name: 'a.html', type: 'text/html', content: '<b>hi' }))
  const [message] = (await mail.get(`/tickets/${ended.ticketId}/messages`)).body.items
  const { id } = message.attachments[0] as { id: string }
  const untilMs = Date.now() + mail.desk.db.clockOffsetMs + DAY_MS
  const { result } = await write(mail.desk.db, { tenantId, actorId: null }, (tx) =>
    filePaths(tx, [id], untilMs),
  )
  return { id, path: result.get(id) ?? '' }
}
const open = (path: string) => mail.desk.request('GET', path)

describe('a link to a file', () => {
  it('opens it without signing in, as something that nobody’s browser runs', async () => {
    const { path } = await linkedFile()
    const answer = await open(path)
    expect([answer.status, answer.text]).toEqual([200, '<b>hi'])
    expect(answer.headers['content-disposition']).toContain('attachment')
    expect(answer.headers['content-security-policy']).toBe("sandbox; default-src 'none'")
    expect((await mail.desk.request('HEAD', path)).status).toBe(200)
  })

  it('ends, and says so to who has a genuine one', async () => {
    const { path } = await linkedFile()
    mail.desk.moveClock(DAY_MS - 60_000)
    expect((await open(path)).status).toBe(200)
    mail.desk.moveClock(120_000)
    const ended = await open(path)
    expect([ended.status, ended.text]).toEqual([410, expect.stringContaining('This link has ended')])
    expect((await open(forged(path))).status).toBe(404)
  })

  it('that is forged, or nonsense, opens nothing', async () => {
    const { path } = await linkedFile()
    for (const odd of [forged(path), `${path}A`, path.slice(0, -1), '/files/a', '/files/%00'])
      expect([odd, (await open(odd)).status]).toEqual([odd, 404])
  })

  it('that another organisation signed opens no file of this one', async () => {
    const { path } = await linkedFile(mail.cast.otherTenant.tenantId)
    expect((await open(path)).status).toBe(404)
  })

  it('whose file is gone opens nothing', async () => {
    const { id, path } = await linkedFile()
    await withClient(mail.desk.database.admin, (client) =>
      client.query('DELETE FROM app.attachment WHERE id = $1', [id]),
    )
    expect((await open(path)).status).toBe(404)
  })
})

/** The same link with another proof. */
function forged(path: string): string {
  const at = path.length - 4
  return path.slice(0, at) + (path[at] === 'A' ? 'B' : 'A') + path.slice(at + 1)
}
