import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

const cursorOf = (page: Page) =>
  page.getByTestId('list').evaluate((list) => {
    const grid = list.matches('[aria-activedescendant]')
      ? list
      : list.querySelector('[aria-activedescendant]')
    const id = grid?.getAttribute('aria-activedescendant')
    const row = id == null ? document.activeElement : document.getElementById(id)
    return row?.closest('[data-ticket]')?.getAttribute('data-ticket') ?? null
  })

test('back and forward give the list its place, its row and its filter again, and the ticket itself', async ({
  page,
  desk,
  signIn,
}) => {
  for (let at = 0; at < 30; at += 1)
    await desk.ticket({ subject: `Request ${at}`, priority: at % 2 === 0 ? 'P2' : 'P3' })
  await page.setViewportSize({ width: 1280, height: 400 })
  await signIn(page, desk.ana)
  await page.goto('/tickets?priority=P2')
  await expect(page.getByTestId('row').first()).toBeVisible()
  for (let at = 0; at < 12; at += 1) await page.keyboard.press('j')
  const cursor = await cursorOf(page)
  expect(cursor).not.toBeNull()
  const row = page.locator(`[data-testid=row][data-ticket="${cursor}"]`)
  await expect(row).toBeInViewport()
  const y = (await row.boundingBox())?.y
  await page.keyboard.press('Enter')
  await expect(page.locator(`[data-testid=detail][data-ticket="${cursor}"]`)).toBeVisible()
  const ticketUrl = page.url()
  await page.goBack()
  await expect(page).toHaveURL(/\/tickets\?priority=P2/)
  await expect(row).toBeInViewport()
  expect(Math.abs(((await row.boundingBox())?.y ?? 0) - (y ?? 0))).toBeLessThanOrEqual(1)
  await expect.poll(() => cursorOf(page)).toBe(cursor)
  await page.goForward()
  await expect(page).toHaveURL(ticketUrl)
  await expect(page.locator(`[data-testid=detail][data-ticket="${cursor}"]`)).toBeVisible()
})
