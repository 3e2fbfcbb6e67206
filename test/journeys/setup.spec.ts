import type { Page } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { expect, test } from './fixtures.ts'

test('a newcomer sets the desk up on one page and stands before a sample ticket', async ({
  browser,
  startOwnDesk,
}) => {
  const desk = await startOwnDesk()
  const page = await browser.newPage({ baseURL: desk.url })
  await page.goto(`/setup?token=${encodeURIComponent(await desk.setupToken())}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Set up Docket')
  // In no history and in no picture of the screen.
  await expect(page).toHaveURL(/\/setup$/)
  await fillSetup(page)
  await page.getByRole('button', { name: 'Set up' }).click()
  await expect(page).toHaveURL(/\/tickets\/[A-Z]+-\d+$/)
  await expect(page.getByTestId('detail')).toBeVisible()
  await expect(page.getByText('Olga Owner').first()).toBeVisible()

  const answer = await page.goto('/setup')
  expect(answer?.status()).toBe(410)
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible()
  await page.close()
})

test('the set-up says at each field what is wrong with it, and makes nothing', async ({
  browser,
  startOwnDesk,
}) => {
  const desk = await startOwnDesk()
  const page = await browser.newPage({ baseURL: desk.url })
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
  await page.getByLabel('Set-up token').fill(await desk.setupToken())
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
  await page.close()
})

test('a first key that nobody saw is revoked', async ({ browser, startOwnDesk }) => {
  const desk = await startOwnDesk()
  const page = await browser.newPage({ baseURL: desk.url })
  const made = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/setup'))
  await page.goto(`/setup?token=${encodeURIComponent(await desk.setupToken())}`)
  await fillSetup(page)
  await page.getByText('Load the sample desk').click()
  await page.getByRole('button', { name: 'Set up' }).click()
  await expect(page).toHaveURL(/\/inbox/)
  const { apiKey } = await (await made).json()
  const call = await fetch(`${desk.url}/api/v1/me`, { headers: { authorization: `Bearer ${apiKey}` } })
  expect(call.status).toBe(401)
  await page.close()
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
