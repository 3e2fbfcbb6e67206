import type { Locator } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { codeOf } from './late-code.ts'
import { fileMany, openList, rowsOf } from './list-page.ts'

test('a list that has nothing yet, and one where nothing is open, say so and offer the next step', async ({
  page,
  desk,
  signIn,
}) => {
  await signIn(page, desk.ana)
  await page.goto('/inbox')
  await expect(page.getByRole('heading', { name: 'No open tickets' })).toBeVisible()
  await page.getByRole('link', { name: 'Show all tickets' }).click()
  await expect(page.getByRole('heading', { name: 'No tickets yet' })).toBeVisible()
  const create = page.getByRole('main').getByRole('button', { name: 'New ticket' }).last()
  await create.click()
  await expect(page.getByRole('dialog', { name: 'New ticket' })).toBeVisible()
})

test('an owner whose desk has no ticket yet is led to the sample desk', async ({ page, desk, signIn }) => {
  await signIn(page, desk.owner)
  await page.goto('/tickets')
  await expect(page.getByRole('heading', { name: 'No tickets yet' })).toBeVisible()
  await page.getByRole('link', { name: 'Show me with sample data' }).click()
  await expect(page).toHaveURL(/\/settings\/desk$/)
  await expect(page.getByRole('button', { name: 'Load the sample desk' })).toBeVisible()
})

test('a filter that nothing matches is named and can be cleared', async ({ page, desk, signIn }) => {
  await fileMany(desk, 2)
  await signIn(page, desk.ana)
  await page.goto('/tickets?status=CLOSED&assignee=me')
  await expect(page.getByRole('heading', { name: 'No ticket matches' })).toBeVisible()
  await expect(page.getByText('Nothing is there for status:closed assignee:me.')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(rowsOf(page)).toHaveCount(2)
  await expect(page).toHaveURL(/\/tickets$/)
})

test('while nothing has come for 120 ms rows of the same height stand in the same places', async ({
  page,
  desk,
  signIn,
}) => {
  await fileMany(desk, 2)
  await signIn(page, desk.ana)
  let answer: () => void = () => {}
  const mayAnswer = new Promise<void>((resolve) => {
    answer = resolve
  })
  await page.route(/\/api\/v1\/tickets\?/, async (route) => {
    await mayAnswer
    await route.continue()
  })
  await page.goto('/tickets')
  const loading = page.getByRole('status').filter({ hasText: 'Loading' })
  await expect(loading).toBeVisible()
  expect(await loading.evaluate((one) => getComputedStyle(one).animationDelay)).toBe('0.12s')
  const boxesOf = (rows: Locator) =>
    rows.evaluateAll((all) =>
      all.slice(0, 2).map((row) => {
        const { x, y, width, height } = row.getBoundingClientRect()
        return { x, y, width, height }
      }),
    )
  const before = await boxesOf(loading.locator('> [aria-hidden]'))
  expect(before).toHaveLength(2)
  answer()
  await expect(rowsOf(page)).toHaveCount(2)
  const after = await boxesOf(rowsOf(page))
  expect(after.sort((one, other) => one.y - other.y)).toEqual(before)
})

test('what passes by itself is tried again before anything is said', async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/status of 503/)
  await fileMany(desk, 2)
  await signIn(page, desk.ana)
  let tries = 0
  await page.route(/\/api\/v1\/tickets\?/, (route) => {
    tries += 1
    return tries < 4 ? route.fulfill(problem(503, 'overloaded')) : route.continue()
  })
  await page.addInitScript(() => {
    new MutationObserver(() => {
      if (document.querySelector('main [role=alert]') !== null) Object.assign(window, { wasAlarmed: true })
    }).observe(document, { childList: true, subtree: true })
  })
  await page.goto('/tickets')
  await expect(rowsOf(page)).toHaveCount(2)
  expect(tries).toBe(4)
  expect(await page.evaluate(() => 'wasAlarmed' in window)).toBe(false)
})

test('what fails is said in its place with the request, and tried again', async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/status of 500/)
  await fileMany(desk, 2)
  await signIn(page, desk.ana)
  let isDown = true
  await page.route(/\/api\/v1\/tickets\?/, (route) =>
    isDown ? route.fulfill(problem(500, 'internal')) : route.continue(),
  )
  await page.goto('/tickets')
  const alert = page.getByRole('alert').filter({ hasText: 'The tickets did not come' })
  await expect(alert).toBeVisible()
  await expect(alert).toContainText('req-broken')
  // The rest goes on: by keys, by the sidebar, in the filter.
  await expect(page.getByRole('combobox', { name: 'Filter', exact: true })).toBeEnabled()
  await page.keyboard.press('c')
  await expect(page.getByRole('dialog', { name: 'New ticket' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  isDown = false
  await alert.getByRole('button', { name: 'Try again' }).click()
  await expect(rowsOf(page)).toHaveCount(2)
})

test('without a network the list can be read, and a change of a property waits and is marked', async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/ERR_INTERNET_DISCONNECTED|Failed to load resource/)
  const [first] = await fileMany(desk, 3)
  await page.clock.install()
  await signIn(page, desk.ana)
  const code = codeOf(page, ['desk/tickets/list/target-actions.tsx'])
  await openList(page)
  await code
  await page.context().setOffline(true)
  await expect(page.getByTestId('conn')).toContainText('Offline since')
  await page.clock.fastForward(10_000)
  await expect(page.getByText('You are offline since')).toBeVisible()
  await expect(rowsOf(page)).toHaveCount(3)
  await page.keyboard.press('j')
  await page.keyboard.press('i')
  await expect(rowsOf(page).first().getByTestId('pending')).toBeVisible()
  await page.context().setOffline(false)
  await expect.poll(async () => (await desk.read(first?.id ?? '')).assigneeId).toBe(desk.ana.id)
  await expect(page.getByTestId('pending')).toHaveCount(0)
})

test('a key that is pressed without a network before its code has come does what it says when it is back', async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource/)
  const [first] = await fileMany(desk, 3)
  let isCut = true
  await page.route(/\/assets\/target-actions/, (route) => (isCut ? route.abort() : route.continue()))
  await signIn(page, desk.ana)
  const refused = page.waitForEvent('requestfailed', (request) => request.url().includes('target-actions'))
  await openList(page)
  await refused
  await page.context().setOffline(true)
  await expect(page.getByTestId('conn')).toContainText('Offline since')
  await page.keyboard.press('j')
  await page.keyboard.press('i')
  isCut = false
  await page.context().setOffline(false)
  await expect.poll(async () => (await desk.read(first?.id ?? '')).assigneeId).toBe(desk.ana.id)
})

test('what the desk refuses is said as that, without a way to try it again', async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/status of 403/)
  await signIn(page, desk.ana)
  await page.route(/\/api\/v1\/tickets\?/, (route) => route.fulfill(problem(403, 'forbidden')))
  await page.goto('/tickets')
  const alert = page.getByRole('alert').filter({ hasText: 'This is not open to you' })
  await expect(alert).toContainText('Something is wrong.')
  await expect(alert.getByRole('button')).toHaveCount(0)
})

test('a list that is longer than the desk counts says so, to readers of the screen too', async ({
  page,
  desk,
  signIn,
}) => {
  await fileMany(desk, 60)
  await signIn(page, desk.ana)
  // What the desk answers from 1,000 on; here it has fewer.
  const counted = page.waitForRequest(/\/api\/v1\/tickets\/count\?/)
  await page.route(/\/api\/v1\/tickets\/count\?/, (route) =>
    route.fulfill({ json: { count: 1_000, isCapped: true } }),
  )
  await openList(page, '/tickets?priority=P3')
  expect(new URL((await counted).url()).searchParams.get('priority')).toBe('P3')
  await expect(page.getByTestId('range')).toHaveText('1–50 of 1,000+')
  await expect(page.getByTestId('list')).toHaveAttribute('aria-rowcount', '-1')
})

/** A refusal as the desk answers it. */
function problem(status: number, code: string) {
  const requestId = 'req-broken'
  const body = { type: 'about:blank', title: code, status, code, detail: 'Something is wrong.', requestId }
  return { status, contentType: 'application/problem+json', body: JSON.stringify(body) }
}
