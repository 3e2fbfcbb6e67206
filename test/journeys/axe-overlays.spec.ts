import type { Page } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { expect, test } from './fixtures.ts'

test('axe finds nothing on what lies over the shell', async ({ page, desk, signIn }) => {
  await signIn(page, desk.ana)
  await page.goto('/inbox')
  await page.keyboard.press('Control+k')
  await expectOpen(page, 'dialog')
  await page.keyboard.type('theme')
  await expectAccessible(page, 'the palette')
  await close(page)
  await page.keyboard.press('?')
  await expectOpen(page, 'dialog')
  await expectAccessible(page, 'the shortcuts')
  await close(page)
  await page.getByRole('button', { name: /account and look/ }).click()
  await expectOpen(page, 'menu')
  await expectAccessible(page, "the person's menu")
})

test('axe finds nothing on the boxes of people and teams', async ({ page, desk, signIn }) => {
  await signIn(page, desk.owner)
  await page.goto('/people')
  await page.getByRole('button', { name: 'Add somebody' }).click()
  await expectOpen(page, 'dialog')
  await expectAccessible(page, 'adding a person')
})

test('axe finds nothing on what lies over a ticket', async ({ page, desk, signIn }) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await page.goto(`/tickets/${ticket.key}`)
  await expect(page.getByTestId('detail')).toContainText('It shows a black screen.')
  for (const key of ['s', 'a', 'p']) {
    await page.keyboard.press(key)
    await expect(page.getByRole('option').first()).toBeVisible()
    await expectAccessible(page, `the picker of ${key}`)
    await close(page)
  }
})

test('axe finds nothing on a new ticket and on a peek', async ({ page, desk, signIn }) => {
  await desk.ticket()
  await signIn(page, desk.ana)
  await page.goto('/inbox')
  await expect(page.getByTestId('row')).toHaveCount(1)
  await page.keyboard.press('c')
  await expectOpen(page, 'dialog')
  await expectAccessible(page, 'a new ticket')
  await close(page)
  await page.keyboard.press('j')
  await page.keyboard.press('Space')
  await expect(page.getByTestId('detail')).toContainText('It shows a black screen.')
  await expectAccessible(page, 'a peek')
})

test('axe finds nothing on a toast with its way back', async ({ page, desk, signIn }) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await page.goto(`/tickets/${ticket.key}`)
  await expect(page.getByTestId('detail')).toContainText('It shows a black screen.')
  await page.keyboard.press('i')
  await expect(page.getByTestId('toast')).toBeVisible()
  await expectAccessible(page, 'a toast')
})

async function expectOpen(page: Page, role: 'dialog' | 'menu'): Promise<void> {
  await expect(page.getByRole(role)).toBeVisible()
}

async function close(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.locator('[role=dialog], [role=menu], [role=listbox]')).toHaveCount(0)
}
