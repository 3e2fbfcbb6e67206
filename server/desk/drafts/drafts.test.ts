import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Cast, castOf, fileTicket } from '../../../test/harness/cast.ts'
import { type Desk, type SetUp, startDesk } from '../../../test/harness/index.ts'

let desk: Desk
let owner: SetUp
let cast: Cast
let ticket: { id: string; key: string }

beforeAll(async () => {
  desk = await startDesk()
  owner = await desk.setup()
  cast = await castOf(desk, owner)
})
afterAll(() => desk.stop())
beforeEach(async () => {
  ticket = await fileTicket(desk, cast.requester.key)
})

const call = (method: string, path: string, key: string, body?: unknown, headers = {}) =>
  desk.request(method, `/api/v1${path}`, { key, headers, ...(body === undefined ? {} : { body }) })
const save = (body: unknown, { key = cast.agent.key, kind = 'reply', id = ticket.id, headers = {} } = {}) =>
  call('PUT', `/tickets/${id}/drafts/${kind}`, key, body, headers)
const draftsOf = async (key = cast.agent.key) => (await call('GET', `/tickets/${ticket.id}/drafts`, key)).body
const eventsOf = async () => (await call('GET', `/tickets/${ticket.id}/events`, owner.apiKey)).body.items

describe('a draft', () => {
  it('is kept with its two forms and its version, by id or by key, and is no fact', async () => {
    const before = await eventsOf()
    const first = await save({ body: 'Have you' }, { id: ticket.key })
    expect(first.status).toBe(200)
    expect(first.body).toEqual({
      ticketId: ticket.id,
      kind: 'reply',
      body: 'Have you',
      bodyHtml: '<p>Have you</p>',
      version: expect.any(Number),
      writtenAt: expect.any(String),
      other: null,
    })
    const second = await save({
      bodyHtml: '<p>Have <b>you</b></p><script>x</script>',
      baseVersion: first.body.version,
    })
    expect(second.body).toMatchObject({ body: 'Have you', version: first.body.version + 1 })
    expect(second.body.bodyHtml).not.toContain('script')
    expect(await draftsOf()).toEqual({ reply: second.body, note: null })
    expect(await eventsOf()).toEqual(before)
  })

  it('of a reply and of a note are two, and an empty text takes its own away', async () => {
    const { body: reply } = await save({ body: 'To you' })
    const { body: note } = await save({ body: 'Among us' }, { kind: 'note' })
    expect(await draftsOf()).toEqual({ reply, note })
    const emptied = await save({ body: ' \n', baseVersion: note.version }, { kind: 'note' })
    expect([emptied.status, emptied.text]).toEqual([204, ''])
    expect(await draftsOf()).toEqual({ reply, note: null })
    expect((await save({ bodyHtml: '<p></p>', baseVersion: reply.version })).status).toBe(204)
    expect(await draftsOf()).toEqual({ reply: null, note: null })
  })

  it('is read by its author alone', async () => {
    await save({ body: 'Mine' })
    for (const key of [cast.lead.key, owner.apiKey, cast.requester.key])
      expect(await draftsOf(key)).toEqual({ reply: null, note: null })
  })

  it('of a requester is a reply on an own ticket; a note is refused, and a foreign ticket is not there', async () => {
    expect((await save({ body: 'It burns' }, { key: cast.requester.key })).status).toBe(200)
    for (const method of ['PUT', 'DELETE']) {
      const body = method === 'PUT' ? { body: 'x' } : undefined
      const path = `/tickets/${ticket.id}/drafts/note`
      expect((await call(method, path, cast.requester.key, body)).body.code).toBe('forbidden')
    }
    for (const key of [cast.stranger.key, cast.otherAgent.key, cast.otherTenant.apiKey])
      expect((await save({ body: 'x' }, { key })).body.code).toBe('not-found')
    expect((await save({ body: 'x' }, { key: 'dk_nonsense' })).status).toBe(401)
    expect((await save({ body: 'x' }, { kind: 'letter' })).status).toBe(404)
  })

  it.each([
    [{}],
    [{ body: 'x', bodyHtml: 'x' }],
    [{ body: 'ä'.repeat(140_000) }],
    [{ body: 'x', baseVersion: -1 }],
    [{ body: 'x', baseVersion: 2 ** 31 }],
    [{ body: 'x', writtenAt: 'yesterday' }],
  ])('that does not fit is refused: %j', async (body) => {
    expect((await save(body)).body).toMatchObject({ status: 422, code: 'contract-violation' })
    expect(await draftsOf()).toEqual({ reply: null, note: null })
  })

  it('saved again with its Idempotency-Key is saved once', async () => {
    const headers = { 'idempotency-key': `draft-${ticket.id}` }
    const first = await save({ body: 'Once' }, { headers })
    const next = await save({ body: 'Twice', baseVersion: first.body.version })
    expect((await save({ body: 'Once' }, { headers })).text).toBe(first.text)
    expect((await draftsOf()).reply).toEqual(next.body)
  })
})

describe('two devices', () => {
  it('that cross keep both texts, the newest as the draft, whichever arrives last', async () => {
    const instant = (ms: number) => new Date(Date.now() + desk.db.clockOffsetMs - ms).toISOString()
    await save({ body: 'From the phone', writtenAt: instant(60_000) })
    const late = await save({ body: 'From the train', writtenAt: instant(120_000) })
    expect(late.body).toMatchObject({ body: 'From the phone', other: { body: 'From the train' } })
    const { version } = late.body
    const dropped = await save({ body: 'From the phone, too', baseVersion: version, dropOther: true })
    expect(dropped.body).toMatchObject({ body: 'From the phone, too', other: null })
  })

  it('with a clock that is ahead or far behind do not win for ever', async () => {
    const ahead = await save({ body: 'Ahead', writtenAt: '2999-01-01T00:00:00Z' })
    expect(Date.parse(ahead.body.writtenAt)).toBeLessThanOrEqual(Date.now() + desk.db.clockOffsetMs + 1000)
    const behind = await save({ body: 'Behind', writtenAt: '0001-01-01T00:00:00Z' })
    expect(behind.body).toMatchObject({ body: 'Ahead', other: { writtenAt: '2020-01-01T00:00:00.000Z' } })
    expect((await save({ body: 'Now' })).body.body).toBe('Now')
  })

  it('that save at the same instant lose nothing', async () => {
    const texts = Array.from({ length: 12 }, (_, i) => `Text ${i}.`)
    const answers = await Promise.all(texts.map((body) => save({ body })))
    expect(answers.map(({ status }) => status)).toEqual(texts.map(() => 200))
    const { reply } = await draftsOf()
    for (const text of texts) expect(`${reply.body}\n${reply.other.body}`).toContain(text)
  })

  it('of which one began anew do not take the new draft for the old one', async () => {
    const old = await save({ body: 'Old' })
    await call('DELETE', `/tickets/${ticket.id}/drafts/reply`, cast.agent.key)
    await save({ body: 'New' })
    const stale = await save({ body: 'Old and on', baseVersion: old.body.version })
    expect(stale.body).toMatchObject({ body: 'Old and on', other: { body: 'New' } })
  })
})

describe('taking a draft away', () => {
  const remove = (query = '') => call('DELETE', `/tickets/${ticket.id}/drafts/reply${query}`, cast.agent.key)

  it('is done once or never: of an older version it is refused with what is there', async () => {
    const { body } = await save({ body: 'Written' })
    const refused = await remove(`?version=${body.version - 1}`)
    expect(refused.body).toMatchObject({ status: 412, code: 'version-mismatch', current: body })
    expect((await remove(`?version=${body.version}`)).status).toBe(204)
    expect((await remove()).status).toBe(204)
    expect(await draftsOf()).toEqual({ reply: null, note: null })
    expect((await remove('?version=x')).status).toBe(422)
  })
})

describe('sending', () => {
  const send = (kind: 'replies' | 'notes', key = cast.agent.key, body = 'Done') =>
    call('POST', `/tickets/${ticket.id}/${kind}`, key, { body })

  it('clears the draft of its author and kind in the same transaction, and no other', async () => {
    const { body: note } = await save({ body: 'Among us' }, { kind: 'note' })
    await save({ body: 'To you' })
    const { body: lead } = await save({ body: 'By the lead' }, { key: cast.lead.key })
    expect((await send('replies')).status).toBe(201)
    expect(await draftsOf()).toEqual({ reply: null, note })
    expect((await send('notes')).status).toBe(201)
    expect(await draftsOf()).toEqual({ reply: null, note: null })
    expect((await draftsOf(cast.lead.key)).reply).toEqual(lead)
  })

  it('that is refused clears nothing', async () => {
    const { body: reply } = await save({ body: 'To you' })
    const path = `/tickets/${ticket.id}/replies`
    const refused = await call('POST', path, cast.agent.key, { body: 'Done', status: 'WAITING_ON_VENDOR' })
    expect(refused.status).toBe(409)
    expect((await draftsOf()).reply).toEqual(reply)
  })

  it('leaves the other version as the draft: that was not sent', async () => {
    await save({ body: 'One' })
    await save({ body: 'Two' })
    await send('replies')
    expect((await draftsOf()).reply).toMatchObject({ body: 'One', other: null })
  })

  it('of a text that another device wrote past leaves the later one as the draft', async () => {
    await save({ body: 'Sent from the laptop' })
    await save({ body: 'Written later on the phone' })
    const first = await draftsOf()
    expect(first.reply).toMatchObject({ other: { body: 'Sent from the laptop' } })
    await send('replies', cast.agent.key, 'Sent from the laptop')
    const { reply } = await draftsOf()
    expect(reply).toMatchObject({ body: 'Written later on the phone', other: null })
    expect(reply.version).not.toBe(first.reply.version)
  })

  it('of one of several other texts keeps them all', async () => {
    for (const body of ['One', 'Two', 'Three']) await save({ body })
    const before = await draftsOf()
    expect(before.reply.other.body).toContain('One')
    await send('replies', cast.agent.key, 'One')
    expect(await draftsOf()).toEqual(before)
  })

  it('of a follow-up clears the draft on the closed ticket', async () => {
    await call('POST', `/tickets/${ticket.id}/transition`, owner.apiKey, { status: 'CLOSED', reason: 'SPAM' })
    await save({ body: 'It is no spam' }, { key: cast.requester.key })
    expect((await send('replies', cast.requester.key)).status).toBe(201)
    expect(await draftsOf(cast.requester.key)).toEqual({ reply: null, note: null })
  })
})

describe('the list of own drafts', () => {
  const list = async (key: string, query = '') => (await call('GET', `/drafts${query}`, key)).body

  it('is newest first, in pages, with ticket and first line', async () => {
    const { key } = cast.lead
    const made = []
    for (let i = 0; i < 5; i += 1) {
      const { id, key: ticketKey } = await fileTicket(desk, cast.requester.key, { subject: `Matter ${i}` })
      await save({ body: `\n  Line ${i} \nand more` }, { key, id, kind: i % 2 === 0 ? 'reply' : 'note' })
      made.unshift({ ticketId: id, ticketKey, subject: `Matter ${i}`, firstLine: `Line ${i}` })
    }
    const seen = []
    for (let cursor = ''; ; ) {
      const page = await list(key, `?limit=2${cursor}`)
      seen.push(...page.items)
      if (page.nextCursor === null) break
      cursor = `&cursor=${page.nextCursor}`
    }
    expect(seen.filter(({ subject }) => subject.startsWith('Matter'))).toMatchObject(made)
    expect(await list(cast.stranger.key)).toEqual({ items: [], nextCursor: null })
    for (const forged of ['x', Buffer.from('["a","b","c"]').toString('base64url')])
      expect((await list(key, `?cursor=${forged}`)).code).toBe('contract-violation')
  })

  it('hides a draft whose ticket the author sees no more, and keeps it until they see it again', async () => {
    const { id: personId, key } = cast.otherAgent
    const member = `/teams/${owner.teamId}/members/${personId}`
    await call('PUT', member, owner.apiKey, { role: 'AGENT' })
    await save({ body: 'Kept' }, { key })
    expect((await list(key)).items).toHaveLength(1)
    await call('DELETE', member, owner.apiKey)
    expect((await list(key)).items).toEqual([])
    expect((await call('GET', `/tickets/${ticket.id}/drafts`, key)).status).toBe(404)
    await call('PUT', member, owner.apiKey, { role: 'AGENT' })
    expect((await list(key)).items).toMatchObject([{ firstLine: 'Kept', hasOther: false }])
    await call('DELETE', member, owner.apiKey)
  })
})
