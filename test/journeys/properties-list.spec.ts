import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

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
  let letGo: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route(/assets\/target-actions-.*\.js/, async (route) => {
    await held
    await route.continue()
  })
  await signIn(page, desk.ana)
  await page.goto('/inbox')
  await expect(row(page, id)).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('p')
  letGo()
  await expect(page.getByRole('dialog', { name: 'Priority', exact: true })).toBeVisible()
})

test('what is typed for a picker before its code has come narrows it, and reaches nothing else', async ({
  page,
  desk,
  signIn,
}) => {
  const { id } = await desk.ticket()
  let letGo: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route(/assets\/property-picker-.*\.js/, async (route) => {
    await held
    await route.continue()
  })
  await signIn(page, desk.ana)
  await page.goto('/inbox')
  await expect(row(page, id)).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('p')
  const picker = page.getByRole('dialog', { name: 'Priority', exact: true })
  await expect(picker).toHaveAttribute('aria-busy', 'true')
  const turnsOnPage = await watchFocus(page)
  await page.keyboard.type('lxo')
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Backspace')
  letGo()
  await page.keyboard.type('ow')
  await expect(picker.getByRole('combobox')).toHaveValue('low')
  await expect(picker.getByRole('option')).toHaveCount(1)
  expect(await turnsOnPage(), 'turns in which a key would have gone to the page').toBe(0)
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await desk.read(id)).priority).toBe('P4')
  await expect(page).toHaveURL(/\/inbox/)
})

/** Looks in every turn of the page who has the focus; answers in how many it was nobody, until asked. */
async function watchFocus(page: Page): Promise<() => Promise<number>> {
  const seen = await page.evaluateHandle(() => {
    const counted = { turns: 0, onPage: 0, isOver: false }
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      counted.turns += 1
      if (document.activeElement === document.body) counted.onPage += 1
      if (!counted.isOver) port2.postMessage(undefined)
    }
    port2.postMessage(undefined)
    return counted
  })
  return () =>
    seen.evaluate((counted) => {
      counted.isOver = true
      if (counted.turns === 0) throw new Error('nobody looked')
      return counted.onPage
    })
}
