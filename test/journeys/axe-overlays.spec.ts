import type { Page } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { expect, test } from './fixtures.ts'
import { composerOf, openTicket, replyAcross, write } from './writing.ts'

/** axe reads a whole page, some seconds each on a busy machine. */

for (const [what, key] of [
  ['the palette', 'Control+k'],
  ['the shortcuts', '?'],
] as const) {
  test(`axe finds nothing on ${what}`, async ({ page, desk, signIn }) => {
    await signIn(page, desk.ana)
    await page.goto('/help')
    await expect(page.getByTestId('conn')).toHaveText('Live')
    await page.keyboard.press(key)
    await expectOpen(page, 'dialog')
    await expectAccessible(page, what, '[role=dialog]')
  })
}

test("axe finds nothing on the person's menu", async ({ page, desk, signIn }) => {
  await signIn(page, desk.ana)
  await page.goto('/help')
  await page.getByRole('button', { name: /account and look/ }).click()
  await expectOpen(page, 'menu')
  await expectAccessible(page, "the person's menu", '[role=menu]')
})

test('axe finds nothing on the boxes of people and teams', async ({ page, desk, signIn }) => {
  await signIn(page, desk.owner)
  await page.goto('/people')
  await page.getByRole('button', { name: 'Add somebody' }).click()
  await expectOpen(page, 'dialog')
  await expectAccessible(page, 'adding a person', '[role=dialog]')
})

for (const [what, key] of [
  ['statuses', 's'],
  ['assignees', 'a'],
  ['priorities', 'p'],
] as const) {
  test(`axe finds nothing on the choice of ${what}`, async ({ page, desk, signIn }) => {
    const ticket = await desk.ticket()
    await signIn(page, desk.ana)
    await page.goto(`/tickets/${ticket.key}`)
    await expect(page.getByTestId('detail')).toContainText('It shows a black screen.')
    await page.keyboard.press(key)
    await expect(page.getByRole('option').first()).toBeVisible()
    await expectAccessible(page, what, ':has(> [role=listbox])')
  })
}

test('axe finds nothing on a new ticket and on a peek', async ({ page, desk, signIn }) => {
  await desk.ticket()
  await signIn(page, desk.ana)
  await page.goto('/inbox')
  await expect(page.getByTestId('row')).toHaveCount(1)
  await page.keyboard.press('c')
  await expectOpen(page, 'dialog')
  await expectAccessible(page, 'a new ticket', '[role=dialog]')
  await close(page)
  await page.keyboard.press('j')
  await page.keyboard.press('Space')
  await expect(page.getByTestId('detail')).toContainText('It shows a black screen.')
  await expectAccessible(page, 'a peek', '[data-testid=detail]')
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

test('axe finds nothing on what opens over a list', async ({ page, desk, signIn }) => {
  await desk.ticket()
  await signIn(page, desk.ana)
  await page.goto('/tickets')
  await expect(page.getByTestId('row')).toHaveCount(1)
  await page.keyboard.press('Shift+V')
  await expectOpen(page, 'menu')
  await expectAccessible(page, 'the choices of a list', '[role=menu]')
  await close(page)
  await page.getByRole('combobox', { name: 'Assignee' }).click()
  await expect(page.getByRole('option').first()).toBeVisible()
  await expectAccessible(page, 'a part of the filter', ':has(> [role=listbox])')
  await close(page)
  await page.keyboard.press('f')
  await page.keyboard.type('stat')
  await expect(page.getByRole('option').first()).toBeVisible()
  await expectAccessible(page, 'ways to go on with a filter', 'main')
})

test('axe finds nothing on a reply, a note, the ways to send, and sending later', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await openTicket(page, ticket)
  await write(page, 'r', 'Hold the power key')
  await expect(page.getByRole('toolbar', { name: 'Text format' })).toBeVisible()
  await expectAccessible(page, 'a reply', '[data-testid=composer]')
  await page.keyboard.press('ControlOrMeta+Shift+Enter')
  await expectOpen(page, 'menu')
  await expectAccessible(page, 'the ways to send', '[role=menu]')
  await page.getByRole('menuitem', { name: 'Send later' }).click()
  await expectOpen(page, 'dialog')
  await expectAccessible(page, 'sending later', '[role=dialog]')
  await close(page)
  await page.getByRole('tab', { name: 'Internal note' }).click()
  await expect(composerOf(page, 'note')).toBeVisible()
  await expectAccessible(page, 'a note', '[data-testid=composer]')
})

test("axe finds nothing on a ticket's menu, on the box of a reason, and on that of a session which ended", async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/status of 401/)
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await openTicket(page, ticket)
  await page.getByRole('button', { name: /^More/ }).click()
  await expectOpen(page, 'menu')
  await expectAccessible(page, "a ticket's menu", '[role=menu]')
  await close(page)
  await page.keyboard.press('s')
  await expect(page.getByRole('option').first()).toBeVisible()
  await page.keyboard.type('vendor')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Vendor')).toBeFocused()
  await expectAccessible(page, 'a reason', '[role=dialog]')
  await close(page)
  await page.context().clearCookies()
  await page.keyboard.press('i')
  await expect(page.getByRole('dialog', { name: 'Sign in again' })).toBeVisible()
  await expectAccessible(page, 'a session that ended', '[role=dialog]')
})

test('axe finds nothing on the properties over a page that has no room beside it', async ({
  desk,
  openAs,
}) => {
  const ticket = await desk.ticket()
  const page = await openAs(desk.ana, { viewport: { width: 1_000, height: 800 } })
  await openTicket(page, ticket)
  await page.getByRole('button', { name: 'Show properties' }).click()
  await expectOpen(page, 'dialog')
  await expectAccessible(page, 'the drawer of the properties', '[role=dialog]')
})

test('axe finds nothing on a reply that is held up, and on what a colleague wrote meanwhile', async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/status of 409/)
  await replyAcross(page, desk, signIn)
  await expect(page.getByTestId('guard')).toContainText('Nothing was sent')
  await expectAccessible(page, 'a reply that is held up', '[data-testid=guard]')
})

async function expectOpen(page: Page, role: 'dialog' | 'menu'): Promise<void> {
  await expect(page.getByRole(role)).toBeVisible()
}

async function close(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.locator('[role=dialog], [role=menu], [role=listbox]')).toHaveCount(0)
}
