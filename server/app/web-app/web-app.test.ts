import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Boot } from '../../../contracts/boot.ts'
import { unmaskedToken } from '../../../contracts/boot-token.ts'
import { type Desk, type SetUp, startDesk } from '../../../test/harness/index.ts'
import type { Page } from '../../platform/http/index.ts'
import { createLog, createMetrics } from '../../platform/observability/index.ts'
import { buildApp } from '../index.ts'
import { assetPage } from './asset-page.ts'
import { chooseEncoding } from './encoding.ts'
import { readWebFiles } from './web-files.ts'
import { webPages } from './web-pages.ts'

const folder = mkdtempSync(join(tmpdir(), 'docket-web-'))
const SCRIPT = 'export const answer = 42\n'.repeat(100)
let desk: Desk
let owner: SetUp
let app: ReturnType<typeof buildApp>
let cookie: string
let csrfToken: string

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'secret.txt'), 'not for anybody')
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html>\n<html lang="en">\n<head><!--boot--></head></html>',
  )
  writeFileSync(
    join(folder, 'portal.html'),
    '<!doctype html>\n<html lang="en">\n<head><!--boot--></head><body class="portal"></body></html>',
  )
  writeFileSync(join(folder, 'assets', 'main-abc.js'), SCRIPT)
  writeFileSync(join(folder, 'assets', 'main-abc.js.br'), brotliCompressSync(SCRIPT))
  desk = await startDesk()
  app = buildApp({
    db: desk.db,
    jobsUrl: desk.database.urls.jobs,
    filesFolder: folder,
    publicUrl: undefined,
    host: '127.0.0.1',
    trustedProxyCidrs: [],
    smtpUrl: undefined,
    webFolder: folder,
    log: createLog('silent'),
    metrics: createMetrics(),
  })
})

afterAll(async () => {
  await app.api.stop()
  await desk.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('before anybody set the desk up, the page says so and names nobody', async () => {
  expect((await get('/setup')).status).toBe(200)
  const boot = await bootOf('/')
  expect(boot).toMatchObject({ session: null, landing: null, deskName: null, isSetUp: false })
})

test('who is not signed in gets the way in, with the name of the only organisation and no ticket', async () => {
  owner = await desk.setup()
  await file('<script>alert(1)</script> & </script>')
  const boot = await bootOf('/tickets/IT-1')
  expect(boot).toMatchObject({
    session: null,
    landing: null,
    streamCursor: null,
    deskName: 'Example',
    isSetUp: true,
  })
})

test('who is signed in gets what the first screen needs, as their own calls would answer it', async () => {
  const { email, password } = owner
  const signedIn = await desk.request('POST', '/api/v1/session', { body: { email, password } })
  cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? ''
  csrfToken = signedIn.body.csrfToken
  const boot = await bootOf('/inbox', { cookie })
  const list = await desk.request('GET', '/api/v1/tickets?sort=-updated', { cookie })
  expect(boot.landing?.items).toEqual(list.body.items)
  expect(boot.session?.person.email).toBe(email)
  expect(boot.streamCursor).toMatch(/^[^.]+\.\d+$/)
  expect(unmaskedToken(boot.session?.csrfToken ?? '')).toBe(csrfToken)
})

test('a subject that looks like markup stays a subject, and ends no element', async () => {
  const { text } = await get('/inbox', { cookie })
  expect(text).not.toContain('<script>alert')
  expect(text.match(/<\/script>/g)).toHaveLength(1)
})

test('the CSRF token looks different in each page, so that its compressed length says nothing', async () => {
  const pages = [await get('/inbox', { cookie }), await get('/inbox', { cookie })]
  for (const { text } of pages) expect(text).not.toContain(csrfToken)
  const tokens = await Promise.all([bootOf('/inbox', { cookie }), bootOf('/inbox', { cookie })])
  expect(tokens[0].session?.csrfToken).not.toBe(tokens[1].session?.csrfToken)
})

test('the set-up works once: its address answers 410 from then on', async () => {
  expect((await get('/setup')).status).toBe(410)
  expect(await bootOf('/setup')).toMatchObject({ isSetUp: true })
})

test('who works at the desk has the requesters’ page under /portal alone', async () => {
  const isPortal = async (path: string) => (await get(path, { cookie })).text.includes('class="portal"')
  expect(await isPortal('/portal')).toBe(true)
  expect(await isPortal('/portal/requests/IT-1')).toBe(true)
  for (const path of ['/', '/inbox', '/tickets/IT-1', '/settings/appearance'])
    expect([path, await isPortal(path)]).toEqual([path, false])
})

test('who is not signed in gets the way in, not the requesters’ page', async () => {
  expect((await get('/portal')).text).not.toContain('class="portal"')
})

test('a requester has their own page wherever they come in, but for the way in and their settings', async () => {
  await addRita()
  const own = await cookieOf('rita@example.org')
  const isPortal = async (path: string) => (await get(path, { cookie: own })).text.includes('class="portal"')
  for (const path of ['/', '/inbox', '/tickets/IT-1', '/portal/new', '/people', '/local-inbox'])
    expect([path, await isPortal(path)]).toEqual([path, true])
  for (const path of ['/sign-in', '/settings/appearance', '/help'])
    expect([path, await isPortal(path)]).toEqual([path, false])
})

test('a requester gets no list of the desk', async () => {
  const boot = await bootOf('/portal', { cookie: await cookieOf('rita@example.org') })
  expect(boot.session?.person.role).toBe('EMPLOYEE')
  expect(boot.landing).toBeNull()
})

test('the page is asked for again each time, and runs its own scripts alone', async () => {
  const { headers } = await get('/inbox')
  expect(headers['cache-control']).toBe('no-cache')
  const policy = String(headers['content-security-policy'])
  expect(policy).toContain("default-src 'none'")
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{20,}'/)
  expect(policy).toContain("style-src 'self';")
  expect(policy).not.toContain('unsafe')
  const nonces = await Promise.all([get('/'), get('/')])
  expect(new Set(nonces.map((one) => one.headers['content-security-policy'])).size).toBe(2)
})

test('the look that somebody chose is on the page before its first paint', async () => {
  const { text } = await get('/inbox', { cookie: 'docket-look=dark.compact.large' })
  expect(text).toContain('<html lang="en" data-theme="dark" data-density="compact" data-text-size="large">')
  const usual = '<html lang="en" data-density="default" data-text-size="medium">'
  for (const odd of ['"><script>', 'dark"', '..', 'Dark.compact', '%22'])
    expect((await get('/inbox', { cookie: `docket-look=${odd}` })).text).not.toContain(
      odd === '..' ? 'undefined' : odd,
    )
  expect((await get('/inbox', { cookie: 'docket-look="><script>' })).text).toContain(usual)
})

test('the page comes compressed where that is understood', async () => {
  const plain = await get('/', { 'accept-encoding': 'identity' })
  for (const [accepted, unpack] of [
    ['br, gzip', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const) {
    const answer = await app.api.inject({ method: 'GET', url: '/', headers: { 'accept-encoding': accepted } })
    const shape = (text: string) => text.replace(/nonce="[^"]*"/, '')
    expect(shape(unpack(answer.rawPayload).toString())).toBe(shape(plain.text))
  }
})

test('a file of the build may be kept for ever and comes as it was compressed', async () => {
  const answer = await app.api.inject({
    method: 'GET',
    url: '/assets/main-abc.js',
    headers: { 'accept-encoding': 'br' },
  })
  expect(answer.headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  })
  expect(brotliDecompressSync(answer.rawPayload).toString()).toBe(SCRIPT)
  const etag = String(answer.headers.etag)
  const again = await get('/assets/main-abc.js', { 'accept-encoding': 'br', 'if-none-match': etag })
  expect([again.status, again.text]).toEqual([304, ''])
  expect((await get('/assets/main-abc.js')).text).toBe(SCRIPT)
})

test('no address reaches a file that is not of the build', async () => {
  const page = assetPage(readWebFiles(folder) ?? expect.fail('there is no build'))
  const part = fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '..%2f',
    'secret.txt',
    'index.html',
    'assets',
    'main-abc.js',
    '',
    '\\',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
      const target = `/assets/${parts.join('/')}`
      const { status, body } = await page.handle(facts(target))
      if (target === '/assets/main-abc.js') return
      expect([target, status]).toEqual([target, 404])
      expect(String(body)).not.toContain('not for anybody')
    }),
  )
  expect((await get('/assets/../secret.txt')).text).not.toContain('not for anybody')
  expect((await get('/assets/%2e%2e%2fsecret.txt')).status).toBe(404)
})

test('a desk without a built app says how to build it', async () => {
  const pages = webPages({ webFolder: join(folder, 'nowhere'), db: desk.db, ask: undefined as never })
  const answer = await pages.find((page) => page.path === '/inbox')?.handle(facts('/inbox'))
  expect(answer?.status).toBe(503)
  expect(String(answer?.body)).toContain('npm start')
})

test.each([
  ['gzip, deflate, br', 'br'],
  ['gzip;q=1.0, br;q=0', 'gzip'],
  ['*', 'br'],
  ['*;q=0', 'identity'],
  ['deflate', 'identity'],
  ['', 'identity'],
  [undefined, 'identity'],
])('of %s the encoding %s is chosen', (accepted, chosen) => {
  expect(chooseEncoding(accepted)).toBe(chosen)
})

function facts(target: string): Parameters<Page['handle']>[0] {
  return { requestId: 'test', remoteAddress: '127.0.0.1', headers: {}, target }
}

const PASSWORD = 'a good long password'

async function addRita(): Promise<void> {
  const body = { name: 'Rita', email: 'rita@example.org', role: 'EMPLOYEE', password: PASSWORD }
  const headers = { 'idempotency-key': 'rita' }
  await desk.request('POST', '/api/v1/people', { key: owner.apiKey, body, headers })
}

async function cookieOf(email: string): Promise<string> {
  const signedIn = await desk.request('POST', '/api/v1/session', { body: { email, password: PASSWORD } })
  return String(signedIn.headers['set-cookie']).split(';')[0] ?? ''
}

async function get(url: string, headers: Record<string, string> = {}) {
  const answer = await app.api.inject({ method: 'GET', url, headers })
  return { status: answer.statusCode, headers: answer.headers, text: answer.body }
}

async function bootOf(url: string, headers: Record<string, string> = {}): Promise<Boot> {
  const { text } = await get(url, headers)
  const [, json = ''] =
    /<script type="application\/json" id="boot" nonce="[^"]+">(.*?)<\/script>/s.exec(text) ?? []
  return JSON.parse(json) as Boot
}

async function file(subject: string): Promise<void> {
  const body = { subject, body: 'Hello.' }
  const answer = await desk.request('POST', '/api/v1/tickets', {
    key: owner.apiKey,
    body,
    headers: { 'idempotency-key': 'first' },
  })
  expect(answer.status).toBe(201)
}
