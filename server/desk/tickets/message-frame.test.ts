import fc from 'fast-check'
import sanitize from 'sanitize-html'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cast, castOf, fileTicket } from '../../../test/harness/cast.ts'
import { type Desk, type SetUp, startDesk } from '../../../test/harness/index.ts'
import { closeHtmlWorkers, sanitizeHtml } from '../../platform/html/index.ts'
import { messageFrame } from './message-frame.ts'

let desk: Desk
let owner: SetUp
let cast: Cast
beforeAll(async () => {
  desk = await startDesk()
  owner = await desk.setup()
  cast = await castOf(desk, owner)
})
afterAll(async () => {
  await desk.stop()
  await closeHtmlWorkers()
})

const REMOTE = 'https://pictures.example/a.png'
const HOSTILE = `<style>body{display:none}</style><script>alert(1)</script><base href="https://evil.example/">
<meta http-equiv="refresh" content="0;url=https://evil.example"><form action="https://evil.example"><input name="p"></form>
<p onclick="alert(1)" style="position:fixed;color:red">Hello</p><a href="javascript:alert(1)">x</a><a href="https://ok.example">ok</a>
<table bgcolor="#eee"><tr><td width="20">1</td></tr></table><iframe src="https://evil.example"></iframe>
<img src="${REMOTE}" onerror="alert(1)"><img src=x onerror=alert(1)><svg onload=alert(1)></svg></body></html>`

const frame = (key: string | undefined, ticket: string, message: string, query = '') =>
  desk.request(
    'GET',
    `/api/v1/tickets/${ticket}/messages/${message}/frame${query}`,
    key === undefined ? {} : { key },
  )
const firstMessage = async (ticket: string) =>
  (await desk.request('GET', `/api/v1/tickets/${ticket}/messages`, { key: owner.apiKey })).body.items[0].id
const policyOf = (answer: { headers: Record<string, unknown> }) =>
  String(answer.headers['content-security-policy']).split('; ')

/** The elements of a page in their order, as a parser of HTML finds them. */
function elementsOf(page: string): { name: string; attribs: Record<string, string> }[] {
  const elements: { name: string; attribs: Record<string, string> }[] = []
  sanitize(page, {
    allowedTags: false,
    allowedAttributes: false,
    allowVulnerableTags: true,
    onOpenTag: (name, attribs) => void elements.push({ name, attribs }),
  })
  return elements
}
const sourcesOf = (page: string) =>
  elementsOf(page).flatMap(({ name, attribs }) => (name === 'img' ? [attribs.src] : []))

describe('a message in a frame', () => {
  it('runs nothing and loads nothing from elsewhere unless asked to', async () => {
    const ticket = await fileTicket(desk, cast.requester.key, { body: undefined, bodyHtml: HOSTILE })
    const id = await firstMessage(ticket.id)
    const plain = await frame(cast.agent.key, ticket.id, id)
    expect(plain.status).toBe(200)
    expect(plain.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(plain.headers['set-cookie']).toBeUndefined()
    expect(plain.headers['x-frame-options']).toBe('SAMEORIGIN')
    expect(plain.headers['x-content-type-options']).toBe('nosniff')
    expect(plain.headers['referrer-policy']).toBe('no-referrer')
    expect(policyOf(plain)).toEqual([
      'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox',
      "default-src 'none'",
      "style-src 'unsafe-inline'",
      "img-src 'self' data:",
      "frame-ancestors 'self'",
      "base-uri 'none'",
      "form-action 'none'",
    ])
    const elements = elementsOf(plain.text)
    const names = elements.map(({ name }) => name)
    expect(new Set(names)).toEqual(
      new Set(['html', 'head', 'meta', 'title', 'style', 'body', 'p', 'a', 'table', 'tr', 'td', 'img']),
    )
    expect(names.filter((name) => name === 'style' || name === 'body')).toEqual(['style', 'body'])
    expect(plain.text).not.toMatch(/onclick|onerror|onload|javascript:|position:|http-equiv/)
    expect(sourcesOf(plain.text)).toEqual([undefined, undefined])
    expect(elements.find(({ attribs }) => attribs.href !== undefined)?.attribs).toEqual({
      href: 'https://ok.example',
      target: '_blank',
      rel: 'noopener noreferrer nofollow',
    })
  })

  it('shows pictures from elsewhere when they are asked for, and stands on dark ground when asked to', async () => {
    const ticket = await fileTicket(desk, cast.requester.key, { body: undefined, bodyHtml: HOSTILE })
    const answer = await frame(
      cast.agent.key,
      ticket.key,
      await firstMessage(ticket.id),
      '?images=remote&theme=dark',
    )
    expect(policyOf(answer)).toContain("img-src 'self' data: https: http:")
    expect(sourcesOf(answer.text).filter((source) => source !== undefined)).toEqual([REMOTE])
    expect(elementsOf(answer.text)[0]?.attribs['data-theme']).toBe('dark')
  })

  it('is there for whoever may read the message, and for nobody else', async () => {
    const ticket = await fileTicket(desk, cast.requester.key)
    const note = await desk.request('POST', `/api/v1/tickets/${ticket.id}/notes`, {
      key: cast.agent.key,
      body: { body: 'Between us' },
    })
    const id = await firstMessage(ticket.id)
    expect((await frame(cast.requester.key, ticket.id, id)).status).toBe(200)
    expect((await frame(cast.agent.key, ticket.id, note.body.id)).status).toBe(200)
    expect((await frame(cast.requester.key, ticket.id, note.body.id)).status).toBe(404)
    for (const { key } of [cast.stranger, cast.otherAgent, { key: cast.otherTenant.apiKey }])
      expect((await frame(key, ticket.id, id)).status).toBe(404)
    const other = await fileTicket(desk, cast.requester.key)
    expect((await frame(cast.agent.key, other.id, id)).status).toBe(404)
    expect((await frame(undefined, ticket.id, id)).status).toBe(401)
    for (const query of ['?images=all', '?theme=red', '?x=1'])
      expect((await frame(cast.agent.key, ticket.id, id, query)).status).toBe(422)
  })

  it('of any markup holds no element that the sanitiser did not leave, and no source of a picture but put aside ones', async () => {
    const bit = fc.constantFrom(
      '<img src="https://a.example/x">',
      '<img ',
      'data-blocked-src="',
      ' src="javascript:x"',
      '&lt;img data-blocked-src="y">',
      '>',
      '"',
      "'",
      '<p title="<img data-blocked-src=">',
      '</title>',
      '<script>',
      '</style>',
      '<img alt="a > b" src="//b.example/y">',
      'text',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(bit, { maxLength: 12 }), async (bits) => {
        const { html } = await sanitizeHtml(bits.join(''))
        const shown = (images: 'remote' | 'off') => elementsOf(String(messageFrame(html, { images }).raw))
        const [off, remote] = [shown('off'), shown('remote')]
        expect(remote.map(({ name }) => name)).toEqual(off.map(({ name }) => name))
        expect(remote.map(({ name }) => name)).not.toContain('script')
        const asides = off.map(({ attribs }) => attribs['data-blocked-src'] ?? attribs.src)
        expect(remote.map(({ attribs }) => attribs.src)).toEqual(asides)
      }),
      { numRuns: 60 },
    )
  })
})
