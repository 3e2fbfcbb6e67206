import type { Browser, Page } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { expect, test } from './fixtures.ts'
import { picture } from './picture.ts'
import type { Complaints } from './watch-context.ts'

/** The sample is two weeks of history, told anew: seconds, and more where all else runs at once. */

test('a newcomer sets the desk up on one page and stands before a sample ticket', async ({
  allow,
  browser,
  complaints,
  startOwnDesk,
}) => {
  allow(/status of 410/)
  const desk = await startOwnDesk()
  const page = await openDesk(browser, complaints, desk.url)
  await page.goto(`/setup?token=${encodeURIComponent(await desk.setupToken())}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Set up Docket')
  // In no history and in no picture of the screen.
  await expect(page).toHaveURL(/\/setup$/)
  await fillSetup(page)
  await page.getByRole('button', { name: 'Set up' }).click()
  await expect(page).toHaveURL(/\/tickets\/[A-Z]+-\d+$/)
  await expect(page.getByTestId('detail')).toBeVisible()
  await expect(page.locator('[data-message]').first()).toBeVisible()
  await page.goto('/inbox')
  await expect(page.getByTestId('row').first()).toBeVisible()
  await picture(page, 'inbox')

  const answer = await page.goto('/setup')
  expect(answer?.status()).toBe(410)
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible()
  await page.context().close()
})

test('the set-up says at each field what is wrong with it, and makes nothing', async ({
  allow,
  browser,
  complaints,
  startOwnDesk,
}) => {
  allow(/status of 4(22|03)/)
  const desk = await startOwnDesk()
  const token = await desk.setupToken()
  const page = await openDesk(browser, complaints, desk.url)
  await page.goto('/setup')
  await page.getByRole('button', { name: 'Set up' }).click()
  await expect(page.getByText('This is missing.')).toHaveCount(5)
  await fillSetup(page, { password: 'short', token: 'not the token at all' })
  await page.getByRole('button', { name: 'Set up' }).click()
  await expect(page.getByText('At least 12 characters.', { exact: true })).toBeVisible()
  await expect(page.getByLabel('Password')).toBeFocused()
  await page.getByLabel('Password').fill('correct horse battery')
  await page.getByRole('button', { name: 'Set up' }).click()
  await expect(page.getByText('This is not the token of the last start.')).toBeVisible()
  await expectAccessible(page, 'set-up')
  await page.getByLabel('Set-up token').fill(token)
  await page.getByText('Load the sample desk').click()
  await page.getByText('Show me an API key').click()
  await page.getByRole('button', { name: 'Set up' }).click()
  const key = page.getByTestId('api-key')
  await expect(key).toHaveText(/^dk_/)
  const call = await page.request.get('/api/v1/me', {
    headers: { authorization: `Bearer ${await key.textContent()}` },
  })
  expect(call.status()).toBe(200)
  await page.getByRole('button', { name: 'Open Docket' }).click()
  await expect(page).toHaveURL(/\/inbox/)
  await page.context().close()
})

test('a first key that nobody saw is revoked', async ({ browser, complaints, startOwnDesk }) => {
  const desk = await startOwnDesk()
  const page = await openDesk(browser, complaints, desk.url)
  let apiKey = ''
  await page.route('**/api/v1/setup', async (route) => {
    const response = await route.fetch()
    apiKey = (await response.json()).apiKey
    await route.fulfill({ response })
  })
  await page.goto(`/setup?token=${encodeURIComponent(await desk.setupToken())}`)
  await fillSetup(page)
  await page.getByText('Load the sample desk').click()
  await page.getByRole('button', { name: 'Set up' }).click()
  await expect(page).toHaveURL(/\/inbox/)
  const call = await fetch(`${desk.url}/api/v1/me`, { headers: { authorization: `Bearer ${apiKey}` } })
  expect(call.status).toBe(401)
  await page.context().close()
})

test('an owner loads the sample desk and is rid of all of it again', async ({ page, desk, signIn }) => {
  const before = await countsOf(page, desk.owner.key, desk.url)
  await signIn(page, desk.owner)
  await page.goto('/settings/desk')
  await expect(page.getByText('Not loaded.')).toBeVisible()
  await page.getByRole('button', { name: 'Load the sample desk' }).click()
  await expect(page.getByText(/Loaded: \d+ tickets\./)).toBeVisible()
  await expectAccessible(page, 'the settings of the desk')
  await page.getByRole('link', { name: 'Open its first ticket' }).click()
  await expect(page.getByTestId('detail')).toBeVisible()
  await page.goto('/settings/desk')
  await page.getByRole('button', { name: 'Remove the sample desk' }).click()
  await page.getByRole('button', { name: 'Remove all of it' }).click()
  await expect(page.getByText('Not loaded.')).toBeVisible()
  expect(await countsOf(page, desk.owner.key, desk.url)).toEqual(before)
})

/** A browser at a desk of the test's own, watched like all others. */
async function openDesk(browser: Browser, complaints: Complaints, baseURL: string): Promise<Page> {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
  })
  complaints.watch(context, baseURL)
  return context.newPage()
}

async function fillSetup(page: Page, over: { password?: string; token?: string } = {}): Promise<void> {
  await page.getByLabel('Your name').fill('Olga Owner')
  await page.getByLabel('Your mail address').fill('olga@acme.example')
  await page.getByLabel('Password').fill(over.password ?? 'correct horse battery')
  await page.getByLabel('Name of the organisation').fill('Acme')
  if (over.token !== undefined) await page.getByLabel('Set-up token').fill(over.token)
}

/** How many tickets and people the organisation has, as its API tells. */
async function countsOf(page: Page, key: string, url: string): Promise<Record<string, number>> {
  const read = async (path: string) =>
    (await page.request.get(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } })).json()
  return {
    tickets: (await read('/tickets/count')).count,
    people: (await read('/people?limit=100')).items.length,
    mails: (await read('/local-inbox?limit=100')).items.length,
  }
}
