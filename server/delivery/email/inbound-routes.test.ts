import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MailDesk, mailText, newMessageId, startMailDesk } from '../../../test/mail/mail-desk.ts'

let mail: MailDesk
beforeAll(async () => {
  mail = await startMailDesk()
})
afterAll(() => mail.desk.stop())

describe('handing in a mail', () => {
  test('answers 202 once it is kept, before it is looked at', async () => {
    const answer = await mail.post(mailText({}), { query: '' })
    expect(answer.status).toBe(202)
    expect(answer.body).toEqual({ id: expect.any(String), state: 'RECEIVED' })
    expect(await mail.inbound(answer.body.id)).toMatchObject({
      state: 'RECEIVED',
      attempts: 0,
      size: expect.any(Number),
    })
  })

  test('with the same Idempotency-Key gives the same answer; with another mail it is refused', async () => {
    const headers = { 'idempotency-key': newMessageId() }
    const bytes = mailText({})
    const first = await mail.post(bytes, { headers })
    await mail.desk.settle()
    const replay = await mail.post(bytes, { headers })
    expect([replay.status, replay.text]).toEqual([202, first.text])
    expect((await mail.post(mailText({}), { headers })).body.code).toBe('idempotency-key-reused')
  })

  test.each([
    ['an unknown query', '?mailboxes=x', 'contract-violation'],
    ['a mailbox too long', `?mailbox=${'x'.repeat(400)}`, 'contract-violation'],
    ['bulk that is no boolean', '?bulk=perhaps', 'contract-violation'],
  ])('%s is refused', async (_name, query, code) => {
    const answer = await mail.post(mailText({}), { query })
    expect([answer.status, answer.body.code]).toEqual([422, code])
  })

  test('another media type is 415, more than 41 MiB is 413', async () => {
    const send = (type: string, bytes: string | Buffer) =>
      mail.desk.request('POST', '/api/v1/inbound/raw', { key: mail.owner.apiKey, raw: { type, bytes } })
    expect((await send('text/plain', 'x')).status).toBe(415)
    expect((await send('message/rfc822', Buffer.alloc(41 * 1024 * 1024 + 1))).status).toBe(413)
  })

  test('without credentials is 401, as a requester 403, without the scope 403, bulk without admin:write 403', async () => {
    expect((await mail.post(mailText({}), { key: 'nonsense' })).status).toBe(401)
    expect((await mail.post(mailText({}), { query: '', key: mail.cast.requester.key })).status).toBe(403)
    const key = await mail.desk.request('POST', '/api/v1/api-keys', {
      key: mail.owner.apiKey,
      body: { name: 'no mail', scopes: ['tickets:read'] },
    })
    expect((await mail.post(mailText({}), { key: key.body.apiKey })).body.code).toBe('missing-scope')
    const bulk = await mail.post(mailText({}), { key: mail.cast.agent.key })
    expect([bulk.status, bulk.body.code]).toEqual([403, 'missing-scope'])
    expect((await mail.post(mailText({}), { query: '', key: mail.cast.agent.key })).status).toBe(202)
  })

  test('X-Envelope-To chooses the mailbox; To does not', async () => {
    const [box] = await mailboxesOf()
    const known = await mail.post(mailText({}), { headers: { 'x-envelope-to': `x@y, <${box}>` } })
    expect(known.body.state).toBe('RECEIVED')
    const unknown = await mail.post(mailText({ headers: [`Cc: ${box}`] }), {
      headers: { 'x-envelope-to': 'x@y.example' },
    })
    expect(unknown.body.state).toBe('SUSPENDED')
  })

  test('any bytes are taken and end somewhere', async () => {
    const ids: string[] = []
    for (const bytes of [
      '\0',
      '\r\n\r\n',
      'From x',
      Buffer.from([0xff, 0xfe, 0, 1]),
      'Subject: x\n\n'.repeat(1000),
    ])
      ids.push((await mail.post(bytes)).body.id)
    await mail.desk.settle()
    for (const id of ids) expect((await mail.inbound(id)).state).toBe('SUSPENDED')
  })
})

async function mailboxesOf(): Promise<string[]> {
  const { rows } = await mail.desk.db.pool.query('SELECT slug FROM app.tenant ORDER BY created_at LIMIT 1')
  return [`support@${rows[0].slug}.localhost`]
}

describe('looking', () => {
  test('a mail is seen by its team, its owner and nobody else', async () => {
    const ended = await mail.arrive({})
    for (const path of [`/inbound/${ended.id}`, `/inbound/${ended.id}/raw`]) {
      expect((await mail.get(path, mail.cast.agent.key)).status).toBe(200)
      expect((await mail.get(path, mail.cast.otherAgent.key)).status).toBe(404)
      expect((await mail.get(path, mail.cast.otherTenant.apiKey)).status).toBe(404)
      expect((await mail.get(path, mail.cast.requester.key)).status).toBe(403)
      expect((await mail.get(path, 'nonsense')).status).toBe(401)
    }
    expect((await mail.get('/inbound/nonsense')).status).toBe(404)
    expect((await mail.get('/inbound/0190a0a0-0000-7000-8000-000000000000')).status).toBe(404)
  })

  test('the bytes come back as they came, to be saved and not shown', async () => {
    const bytes = mailText({ body: 'x'.repeat(2000) })
    const { id } = await mail.arrive(bytes)
    const answer = await mail.get(`/inbound/${id}/raw`)
    expect(answer.text).toBe(bytes)
    expect(answer.headers).toMatchObject({
      'content-type': 'message/rfc822',
      'content-disposition': `attachment; filename="${id}.eml"`,
      'x-content-type-options': 'nosniff',
    })
  })

  test('the list pages newest first, by state, without what is hidden', async () => {
    for (let i = 0; i < 3; i += 1) await mail.arrive({ headers: ['Auto-Submitted: auto-replied'] })
    const seen: string[] = []
    let cursor = ''
    do {
      const page = await mail.get(`/inbound?state=SUSPENDED&limit=2${cursor}`)
      expect(page.body.items.length).toBeLessThanOrEqual(2)
      seen.push(...page.body.items.map((one: { id: string; state: string }) => `${one.id} ${one.state}`))
      cursor = page.body.nextCursor === null ? '' : `&cursor=${page.body.nextCursor}`
    } while (cursor !== '')
    expect(seen.length).toBeGreaterThanOrEqual(3)
    expect(seen).toEqual([...new Set(seen)].sort().reverse())
    expect(seen.every((one) => one.endsWith(' SUSPENDED'))).toBe(true)
    expect((await mail.get('/inbound', mail.cast.otherAgent.key)).body.items).toEqual([])
    expect((await mail.get('/inbound', mail.cast.otherTenant.apiKey)).body.items).toEqual([])
  })

  test.each(['?state=OPEN', '?limit=0', '?limit=101', '?cursor=x', '?x=1'])(
    'the list refuses %s',
    async (query) => {
      expect((await mail.get(`/inbound${query}`)).status).toBe(422)
    },
  )
})

test('a tenant without a mailbox keeps its mail, suspended', async () => {
  const key = mail.cast.otherTenant.apiKey
  const answer = await mail.post(mailText({}), { key })
  expect([answer.status, answer.body.state]).toEqual([202, 'SUSPENDED'])
  expect((await mail.get(`/inbound/${answer.body.id}`, key)).body.reason).toBe('UNKNOWN_RECIPIENT')
  expect((await mail.command(`${answer.body.id}/reprocess`, { key })).body.code).toBe('conflict')
})

test('the same bytes in two tenants are two mails, and threads do not cross', async () => {
  const id = newMessageId()
  const bytes = mailText({ id })
  const ours = await mail.post(bytes)
  const theirs = await mail.post(bytes, { key: mail.cast.otherTenant.apiKey })
  expect(theirs.body.id).not.toBe(ours.body.id)
})
