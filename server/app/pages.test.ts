import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ALL_ROUTES } from '../../contracts/all-routes.ts'
import { errorCodes } from '../../contracts/problem-codes.ts'
import { html } from './api-pages/markup.ts'
import { apiPages } from './pages.ts'
import { webPages } from './web-app/web-pages.ts'

/** As a desk without a built web app has them. */
const PAGES = [
  ...apiPages(ALL_ROUTES),
  ...webPages({ webFolder: undefined, db: undefined as never, ask: undefined as never }),
]
const ADDRESSES = ['/', '/docs', '/docs/errors', ...errorCodes().map((code) => `/docs/errors/${code}`)]

test('the served description is the committed one', async () => {
  const kept = readFileSync(new URL('../../contracts/openapi.json', import.meta.url), 'utf8')
  expect(JSON.parse(await textOf('/openapi.json'))).toEqual(JSON.parse(kept))
})

test('no page of these can run a script', async () => {
  for (const address of ADDRESSES) {
    const { headers, body } = await open(address)
    const policy = headers['content-security-policy'] ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('script-src')
    expect(String(body)).not.toMatch(/<script|\son\w+=|javascript:/i)
  }
})

test('every link of every page leads to a page, and to a place in it', async () => {
  let count = 0
  for (const address of ADDRESSES) {
    for (const [, href = ''] of (await textOf(address)).matchAll(/(?:href|src)="([^"]*)"/g)) {
      if (href.startsWith('data:')) continue
      const [path = '', anchor] = href.split('#')
      const page = await open(path === '' ? address : path)
      expect([href, page.status]).toEqual([href, 200])
      if (anchor !== undefined) expect(String(page.body)).toContain(`id="${anchor}"`)
      count += 1
    }
  }
  expect(count).toBeGreaterThan(200)
})

test('no page uses one id twice', async () => {
  for (const address of ADDRESSES) {
    const ids = [...(await textOf(address)).matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
    expect(ids.length).toBe(new Set(ids).size)
  }
})

test('every route stands in the reference with its address', async () => {
  const text = await textOf('/docs')
  for (const { path } of ALL_ROUTES) expect(text).toContain(`>${path.replace(/:(\w+)/g, '{$1}')}</code>`)
})

test('an error code that does not exist has no page, whatever it is called', async () => {
  for (const code of ['no-such', '__proto__', 'toString', '%3Cscript%3E']) {
    const { status, body } = await open(`/docs/errors/${code}`)
    expect(status).toBe(404)
    expect(String(body)).not.toContain(code)
  }
})

test('text never becomes markup', () => {
  const { markup } = html`<p title="${'"><img src=x>'}">${"<b>&'</b>"}</p>`
  expect(markup).toBe('<p title="&quot;&gt;&lt;img src=x&gt;">&lt;b&gt;&amp;&#39;&lt;/b&gt;</p>')
})

async function textOf(address: string): Promise<string> {
  return String((await open(address)).body)
}

async function open(address: string) {
  const path = address.startsWith('/docs/errors/') ? '/docs/errors/:code' : address
  const page = PAGES.find((one) => one.path === path)
  if (page === undefined) expect.fail(`there is no page ${address}`)
  return page.handle({ requestId: 'test', remoteAddress: '127.0.0.1', headers: {}, target: address })
}
