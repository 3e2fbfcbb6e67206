import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

const box = (page: Page) => page.getByRole('dialog', { name: 'New ticket' })

/** A page of Ana's inbox with the box of a new ticket open, by its key. */
async function openBox(page: Page) {
  await page.goto('/inbox')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('c')
  await expect(box(page).getByLabel('Subject')).toBeFocused()
}

test('a ticket is filed for somebody else by the keyboard alone, and stands in the list', async ({
  page,
  desk,
  signIn,
}) => {
  await signIn(page, desk.ana)
  await openBox(page)
  await page.keyboard.type('The lift stands still')
  await page.keyboard.press('Tab')
  await page.keyboard.type(desk.jane.email.slice(0, 6))
  await expect(box(page).getByRole('option').first()).toContainText(desk.jane.name)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(box(page).getByRole('combobox', { name: 'Requester' })).toHaveValue(
    `${desk.jane.name} <${desk.jane.email}>`,
  )
  await page.keyboard.press('Tab')
  await expect(box(page).getByLabel('Team')).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowLeft')
  await expect(box(page).getByRole('radio', { name: 'High' })).toBeChecked()
  await page.keyboard.press('Tab')
  await page.keyboard.type('Between the second and the third floor.')
  await page.keyboard.press('Control+Enter')
  await expect(box(page)).toHaveCount(0)
  await expect(page.getByTestId('toast')).toContainText('is created')
  const row = page.getByTestId('list').getByTestId('row').filter({ hasText: 'The lift stands still' })
  await page.keyboard.press('u')
  await expect(row).toContainText(desk.jane.name)
})

test('the other chord opens the ticket that it files', async ({ page, desk, signIn }) => {
  await signIn(page, desk.ana)
  await openBox(page)
  await page.keyboard.type('A new badge')
  await box(page).getByRole('combobox', { name: 'Requester' }).fill('new.person@example.org')
  await box(page).getByLabel('What is it about?').fill('From Monday on.')
  await page.keyboard.press('Control+Shift+Enter')
  await expect(page).toHaveURL(/\/tickets\/[A-Z][A-Z0-9]+-\d+$/)
})

test('Esc keeps what is written, over a reload too, until it is discarded', async ({
  page,
  desk,
  signIn,
}) => {
  await signIn(page, desk.ana)
  await openBox(page)
  await page.keyboard.type('Half a thought')
  await page.keyboard.press('Escape')
  await expect(box(page)).toHaveCount(0)
  await openBox(page)
  await expect(box(page).getByLabel('Subject')).toHaveValue('Half a thought')
  await box(page).getByRole('button', { name: 'Discard the draft' }).click()
  await expect(box(page).getByLabel('Subject')).toHaveValue('')
  await page.keyboard.press('Escape')
  await openBox(page)
  await expect(box(page).getByLabel('Subject')).toHaveValue('')
})

test('signing out takes the draft off the device', async ({ page, desk, signIn }) => {
  await signIn(page, desk.ana)
  await openBox(page)
  await page.keyboard.type('For nobody else')
  const kept = () => page.evaluate(() => JSON.stringify(localStorage).includes('For nobody else'))
  expect(await kept()).toBe(true)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Do or go to' }).fill('sign out')
  await page.keyboard.press('Enter')
  await page.waitForURL(/sign-in/)
  expect(await kept()).toBe(false)
})

test('what is missing or wrong is said at its field, and nothing is lost', async ({ page, desk, signIn }) => {
  await signIn(page, desk.ana)
  await openBox(page)
  await box(page).getByRole('combobox', { name: 'Requester' }).fill('somebody')
  await page.keyboard.press('Control+Enter')
  await expect(box(page).getByText('This is missing.')).toHaveCount(2)
  await expect(box(page).getByText('Choose somebody from the list')).toBeVisible()
  await expect(box(page).getByRole('combobox', { name: 'Requester' })).toHaveValue('somebody')
})

test('an answer that is lost on the way files the ticket once', async ({ page, desk, signIn, allow }) => {
  allow(/Failed to load resource/)
  await signIn(page, desk.ana)
  await openBox(page)
  await box(page).getByLabel('Subject').fill('Only once')
  await box(page).getByLabel('What is it about?').fill('Please.')
  let lost = 0
  await page.route('**/api/v1/tickets', async (route) => {
    if (route.request().method() !== 'POST' || lost === 4) return route.continue()
    lost += 1
    await route.fetch()
    await route.abort('connectionreset')
  })
  await page.keyboard.press('Control+Enter')
  await expect(box(page).getByRole('alert')).toContainText('did not answer')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByTestId('toast')).toContainText('is created')
  const { body } = await desk.call(desk.ana, 'GET', '/tickets?limit=100')
  expect(body.items.filter(({ subject }: { subject: string }) => subject === 'Only once')).toHaveLength(1)
})
