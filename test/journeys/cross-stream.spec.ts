import type { BrowserContext, Page, Request } from '@playwright/test'
import { expect, type Organisation, test } from './fixtures.ts'
import { killPage } from './kill-page.ts'
import { withoutTimersFrom } from './short-timers.ts'

const STREAM = /\/api\/v1\/events\?/

/** The streams that a browser has open. */
function openStreams(context: BrowserContext): Set<Request> {
  const open = new Set<Request>()
  context.on('request', (request) => {
    if (!STREAM.test(request.url())) return
    open.add(request)
    // Nothing else is told of the requests of a page that was closed or died.
    for (const end of ['close', 'crash'] as const)
      request
        .frame()
        .page()
        .once(end as 'close', () => open.delete(request))
  })
  context.on('requestfailed', (request) => open.delete(request))
  context.on('requestfinished', (request) => open.delete(request))
  return open
}

const rowOf = (page: Page, id: string) => page.locator(`[data-testid=row][data-ticket="${id}"]`)

async function rename(desk: Organisation, id: string, subject: string): Promise<void> {
  const { version } = await desk.read(id)
  const answer = await fetch(`${desk.url}/api/v1/tickets/${id}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${desk.ben.key}`,
      'content-type': 'application/json',
      'if-match': `"v${version}"`,
    },
    body: JSON.stringify({ subject }),
  })
  expect(answer.status).toBe(200)
}

test('six tabs have one stream, all are live, and when the leader is killed another leads within 2 s', async ({
  context,
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  const streams = openStreams(context)
  await withoutTimersFrom(context, 2_000)
  await signIn(page, desk.ana)
  const tabs = [page, ...(await Promise.all(Array.from({ length: 5 }, () => context.newPage())))]
  for (const tab of tabs) await tab.goto('/inbox')
  for (const tab of tabs) await expect(tab.getByTestId('conn')).toHaveText('Live')
  expect(streams.size).toBe(1)
  await rename(desk, ticket.id, 'Laptop boots again')
  for (const tab of tabs) await expect(rowOf(tab, ticket.id)).toContainText('Laptop boots again')

  const [stream] = streams
  const leader = stream?.frame().page()
  const others = tabs.filter((tab) => tab !== leader)
  expect(others).toHaveLength(5)
  if (leader === undefined) throw new Error('no tab leads')
  await killPage(leader)
  await rename(desk, ticket.id, 'Laptop is on fire')
  for (const tab of others) await expect(rowOf(tab, ticket.id)).toContainText('Laptop is on fire')
  await expect.poll(() => streams.size).toBe(1)
})

test('a tab that opens while another leads is live without a stream of its own', async ({
  context,
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  const streams = openStreams(context)
  await signIn(page, desk.ana)
  await page.goto('/inbox')
  await expect(page.getByTestId('conn')).toHaveText('Live')
  await rename(desk, ticket.id, 'Named before')
  await expect(rowOf(page, ticket.id)).toContainText('Named before')
  const second = await context.newPage()
  await second.goto('/inbox')
  await expect(second.getByTestId('conn')).toHaveText('Live')
  await rename(desk, ticket.id, 'Named after')
  await expect(rowOf(second, ticket.id)).toContainText('Named after')
  expect(streams.size).toBe(1)
})

test('a break is told as it lasts, and ends with what was missed', async ({
  context,
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/)
  const ticket = await desk.ticket()
  await page.clock.install()
  await signIn(page, desk.ana)
  await page.goto('/inbox')
  const dot = page.getByTestId('conn')
  await expect(dot).toHaveText('Live')
  await context.setOffline(true)
  await expect(dot).toContainText(/Offline since \d/)
  await expect(page.getByText(/You are offline since/)).toHaveCount(0)
  await page.clock.fastForward(10_000)
  await expect(page.getByText(/You are offline since/)).toBeVisible()
  await rename(desk, ticket.id, 'Renamed meanwhile')
  await context.setOffline(false)
  await expect(dot).toHaveText('Live')
  await expect(page.getByText(/You are offline since/)).toBeHidden()
  await expect(rowOf(page, ticket.id)).toContainText('Renamed meanwhile')
})

test('a stream that fails while there is a network is reconnecting after 3 s and offline after 10', async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/ERR_FAILED/)
  const ticket = await desk.ticket()
  await page.clock.install()
  await signIn(page, desk.ana)
  await page.goto('/inbox')
  const dot = page.getByTestId('conn')
  await expect(dot).toHaveText('Live')
  let tried = 0
  await page.route(STREAM, (route) => {
    tried += 1
    return route.abort()
  })
  // What says nothing for 35 s is asked for anew. From then on time passes only as it is told to.
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 36_000)
  const passUntil = async (words: RegExp) => {
    let passedMs = 0
    await expect(async () => {
      await page.clock.runFor(500)
      passedMs += 500
      expect(await dot.textContent()).toMatch(words)
    }).toPass({ intervals: [50] })
    return passedMs
  }
  expect(await passUntil(/^Reconnecting$/)).toBeGreaterThanOrEqual(3_000)
  expect(tried).toBeGreaterThan(0)
  await passUntil(/^Offline since \d/)
  await page.clock.resume()
  await page.unroute(STREAM)
  await rename(desk, ticket.id, 'Renamed meanwhile')
  await page.clock.fastForward(60_000)
  await expect(dot).toHaveText('Live')
  await expect(rowOf(page, ticket.id)).toContainText('Renamed meanwhile')
})

test('streams that the desk cuts come back by themselves and miss nothing', async ({
  startOwnDesk,
  openAs,
  allow,
}) => {
  allow(/ERR_(INCOMPLETE_CHUNKED_ENCODING|CONNECTION_RESET|EMPTY_RESPONSE|CONNECTION_REFUSED)/)
  const own = await startOwnDesk()
  const desk = await own.organisation()
  const ticket = await desk.ticket()
  const page = await openAs(desk.ana, { baseURL: own.url })
  await page.goto('/inbox')
  await expect(page.getByTestId('conn')).toHaveText('Live')
  await own.dropConnections()
  await rename(desk, ticket.id, 'Renamed in the gap')
  await expect(rowOf(page, ticket.id)).toContainText('Renamed in the gap')
  await expect(page.getByTestId('conn')).toHaveText('Live')
})

test('after a gap that is longer than the desk remembers, what is shown is what the API says', async ({
  startOwnDesk,
  openAs,
  allow,
}) => {
  allow(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/)
  const own = await startOwnDesk({ resumeEvents: 3 })
  const desk = await own.organisation()
  const ticket = await desk.ticket()
  const page = await openAs(desk.ana, { baseURL: own.url })
  await page.goto('/inbox')
  await expect(page.getByTestId('conn')).toHaveText('Live')
  await page.context().setOffline(true)
  await expect(page.getByTestId('conn')).toContainText('Offline since')
  for (const subject of ['one', 'two', 'three', 'four', 'five', 'the sixth'])
    await rename(desk, ticket.id, subject)
  await page.context().setOffline(false)
  await expect(page.getByTestId('conn')).toHaveText('Live')
  await expect(rowOf(page, ticket.id)).toContainText('the sixth')
})
