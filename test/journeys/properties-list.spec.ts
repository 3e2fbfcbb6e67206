import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { holdCode } from './late-code.ts'

const row = (page: Page, ticketId: string) => page.locator(`[data-testid="row"][data-ticket="${ticketId}"]`)
const mark = (page: Page, ticketId: string, name: 'status' | 'priority') =>
  row(page, ticketId).locator(`[data-${name}]`)

test('keys change the ticket under the cursor, with the picker at its row', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await page.goto('/inbox')
  await expect(row(page, ticket.id)).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('s')
  const picker = page.getByRole('dialog', { name: 'Status', exact: true })
  // It has its place as soon as it offers something; until its code is there it only takes the keys.
  await expect(picker.getByRole('option').first()).toBeVisible()
  const [at, box] = [await mark(page, ticket.id, 'status').boundingBox(), await picker.boundingBox()]
  expect(Math.abs((box?.x ?? 0) - (at?.x ?? 1_000))).toBeLessThan(48)
  await page.keyboard.type('triaged')
  await page.keyboard.press('Enter')
  await expect(mark(page, ticket.id, 'status')).toHaveAttribute('data-status', 'TRIAGED')
  await page.keyboard.press('z')
  await expect(page.getByTestId('toast').filter({ hasText: 'is taken back' })).toBeVisible()
})

test('of several tickets each goes back to its own value', async ({ page, desk, signIn }) => {
  const values = ['P1', 'P2', 'P4']
  const tickets = await Promise.all(values.map((priority) => desk.ticket({ priority }, desk.ben)))
  const stored = async () =>
    Promise.all(tickets.map(async ({ id }) => (await desk.read(id)).priority as string))
  expect(await stored()).toEqual(values)
  await signIn(page, desk.ana)
  await page.goto('/inbox')
  for (const { id } of tickets) await expect(row(page, id)).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('Shift+J')
  await page.keyboard.press('Shift+J')
  await expect(page.getByTestId('selected')).toContainText('3')
  await page.keyboard.press('p')
  await expect(page.getByRole('dialog', { name: 'Priority', exact: true })).toBeVisible()
  await page.keyboard.type('normal')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('toast')).toContainText('3 tickets have the priority Normal')
  await expect.poll(stored).toEqual(['P3', 'P3', 'P3'])
  await page.keyboard.press('z')
  for (const [at, { id }] of tickets.entries())
    await expect(mark(page, id, 'priority')).toHaveAttribute('data-priority', values[at] ?? '')
  await expect.poll(stored).toEqual(values)
})

test('a key that is pressed before its code has come does what it says when it is there', async ({
  page,
  desk,
  signIn,
}) => {
  const { id } = await desk.ticket()
  const held = await holdCode(page, 'target-actions')
  await signIn(page, desk.ana)
  await page.goto('/inbox')
  await expect(row(page, id)).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('p')
  held.letGo()
  await expect(page.getByRole('dialog', { name: 'Priority', exact: true })).toBeVisible()
})
