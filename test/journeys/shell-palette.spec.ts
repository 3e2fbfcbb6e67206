import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

const input = (page: Page) => page.getByRole('combobox', { name: 'Do or go to' })

/** The text of the option that the input calls the active one. */
const active = (page: Page) =>
  input(page).evaluate((element) => {
    const id = element.getAttribute('aria-activedescendant')
    return id === null ? undefined : document.getElementById(id)?.textContent
  })

test('the row that is named as active is the one that Enter runs, after any typing and moving', async ({
  page,
  desk,
  signIn,
}) => {
  await signIn(page, desk.ana)
  await page.goto('/inbox')
  await expect(page.getByTestId('conn')).toHaveText('Live')
  await page.keyboard.press('Control+k')
  await input(page).fill('people')
  await expect.poll(() => active(page)).toContain('Go to people')
  await input(page).fill('theme')
  await expect.poll(() => active(page)).toContain('Theme: as the system')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => active(page)).toContain('Theme: dark')
  await input(page).press('Backspace')
  await expect.poll(() => active(page)).toBeTruthy()
  await input(page).fill('theme')
  await page.keyboard.press('End')
  for (const wanted of ['light', 'dark']) {
    await input(page).fill(`theme: ${wanted}`)
    await expect.poll(() => active(page)).toContain(`Theme: ${wanted}`)
  }
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('what no action is called says so, and Enter does nothing then', async ({ page, desk, signIn }) => {
  await signIn(page, desk.ana)
  await page.goto('/inbox')
  await expect(page.getByTestId('conn')).toHaveText('Live')
  await page.keyboard.press('Control+k')
  await input(page).fill('zzzzqqq')
  await expect(page.getByText('No action is called that.')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(input(page)).toBeVisible()
  await expect(page).toHaveURL(/\/inbox/)
})

test('everything that a menu of the shell offers is in the palette, which shows the keys', async ({
  page,
  desk,
  signIn,
}) => {
  await signIn(page, desk.ana)
  await page.goto('/inbox')
  await expect(page.getByTestId('conn')).toHaveText('Live')
  await page.getByRole('button', { name: `${desk.ana.name}: account and look` }).click()
  const items = page.getByRole('menu').locator('[role^=menuitem]')
  await expect(items.first()).toBeVisible()
  const offered = (await items.allTextContents()).map((text) => text.replace('✓', ''))
  expect(offered.length).toBeGreaterThan(5)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('option').first()).toBeVisible()
  const names = (await page.getByRole('option').allTextContents()).map((name) => name.toLowerCase())
  expect(offered.filter((name) => !names.some((one) => one.includes(name.toLowerCase())))).toEqual([])
  await expect(page.getByRole('option', { name: /Go to people/ }).locator('kbd')).toHaveText(['G', 'P'])
})
