import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cast, castOf, fileTicket } from '../../../test/harness/cast.ts'
import { type Desk, startDesk } from '../../../test/harness/index.ts'

let desk: Desk
let cast: Cast
let path: string

beforeAll(async () => {
  desk = await startDesk()
  cast = await castOf(desk, await desk.setup())
  const ticket = await fileTicket(desk, cast.requester.key)
  path = `/api/v1/tickets/${ticket.id}`
  for (const body of ['b', 'c', 'd'])
    await desk.request('POST', `${path}/notes`, { key: cast.agent.key, body: { body } })
  await desk.request('POST', `${path}/replies`, { key: cast.agent.key, body: { body: 'e' } })
})
afterAll(() => desk.stop())

const get = (what: string, query = '', key = cast.agent.key) =>
  desk.request('GET', `${path}/${what}${query}`, { key })
const seqs = (answer: { body: { items: { seq: number }[] } }) => answer.body.items.map(({ seq }) => seq)

describe('messages and events of a ticket, the newest first', () => {
  it.each(['messages', 'events'])('%s are the same ones turned round, page by page', async (what) => {
    const all = seqs(await get(what))
    expect(all).toEqual(all.toSorted((one, other) => one - other))
    const turned: number[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await get(what, `?order=desc&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
      turned.push(...seqs(page))
      cursor = page.body.nextCursor
    }
    expect(turned).toEqual(all.toReversed())
  })

  it('a first page says how many messages its reader may see, a further one does not', async () => {
    const first = await get('messages', '?order=desc&limit=2')
    expect(first.body.total).toBe(5)
    expect((await get('messages', '', cast.requester.key)).body.total).toBe(2)
    const next = await get('messages', `?order=desc&limit=2&cursor=${first.body.nextCursor}`)
    expect(next.body).not.toHaveProperty('total')
  })

  it('a requester sees no notes in either order', async () => {
    const bodies = async (query: string) =>
      (await get('messages', query, cast.requester.key)).body.items.map(({ body }: { body: string }) => body)
    expect(await bodies('?order=desc')).toEqual((await bodies('')).toReversed())
    expect(await bodies('?order=desc')).not.toContain('c')
  })

  it('another order is refused', async () => {
    expect((await get('messages', '?order=sideways')).status).toBe(422)
    expect((await get('events', '?order=sideways')).status).toBe(422)
  })

  it('another tenant finds nothing', async () => {
    expect((await get('messages', '?order=desc', cast.otherTenant.apiKey)).status).toBe(404)
  })
})
