import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { change, cursorId, fileMany, openList, places, rowOf } from './list-page.ts'

/** Where the pointer is over the rows. */
async function pointAtRows(page: Page): Promise<void> {
  const box = await page.getByTestId('list').boundingBox()
  await page.mouse.move((box?.x ?? 0) + 300, (box?.y ?? 0) + 200)
}

test('under the pointer twenty events change cells and move no row; they are counted, and U applies them', async ({
  page,
  desk,
  signIn,
}) => {
  const tickets = await fileMany(desk, 15)
  await signIn(page, desk.ana)
  await openList(page)
  await pointAtRows(page)
  const before = await places(page)
  const touched = tickets.slice(5)
  for (const ticket of touched) await change(desk, ticket, { assigneeId: desk.ben.id })
  for (const ticket of touched) await change(desk, ticket, { status: 'IN_PROGRESS' })
  for (const ticket of touched) {
    await expect(rowOf(page, ticket)).toContainText('Ben Okoro')
    await expect(rowOf(page, ticket)).toContainText('In progress')
  }
  expect(await places(page)).toEqual(before)
  await expect(page.getByTestId('changed')).toContainText(`${touched.length} changed`)
  await page.keyboard.press('u')
  await expect(page.getByTestId('changed')).toBeHidden()
  const after = await places(page)
  expect(after.slice(0, touched.length).map(([id]) => id)).toEqual(touched.map(({ id }) => id).reverse())
})

test('without hover or selection the order applies by itself, and the cursor keeps its place', async ({
  page,
  desk,
  signIn,
}) => {
  const tickets = await fileMany(desk, 45)
  await signIn(page, desk.ana)
  await page.clock.install()
  await openList(page)
  // The clock stands still (timers do not): a key in the list counts for 3 s of it, however long the machine takes.
  const pressedAt = await page.evaluate(() => Date.now())
  await page.clock.setFixedTime(pressedAt)
  await page.mouse.move(5, 5)
  for (let presses = 0; presses < 25; presses += 1) await page.keyboard.press('j')
  const cursor = await cursorId(page)
  const yOf = async () => (await places(page)).find(([id]) => id === cursor)?.[1] ?? -1
  const y = await yOf()
  const last = tickets.at(-1)
  await change(desk, { id: last?.id ?? '' }, { assigneeId: desk.ben.id })
  await desk.ticket({ subject: 'Brand new' })
  await expect(page.getByTestId('changed')).toBeVisible()
  await page.clock.setFixedTime(pressedAt + 3_000)
  await expect(page.getByTestId('changed')).toBeHidden()
  expect(await cursorId(page)).toBe(cursor)
  expect(Math.abs((await yOf()) - y)).toBeLessThanOrEqual(1)
  await page.keyboard.press('Home')
  await expect(page.getByTestId('row').filter({ hasText: 'Brand new' })).toHaveAttribute('aria-rowindex', '1')
})

test('a ticket that leaves the list stays as a ghost that says why, until the order is applied', async ({
  page,
  desk,
  signIn,
}) => {
  const [gone, other] = await fileMany(desk, 4)
  await signIn(page, desk.ana)
  await openList(page)
  await pointAtRows(page)
  await change(desk, { id: gone?.id ?? '' }, { status: 'RESOLVED' })
  const ghost = rowOf(page, { id: gone?.id ?? '' })
  await expect(ghost.getByTestId('ghost')).toHaveText('→ Resolved by Ben Okoro')
  await expect(ghost).toHaveAccessibleName(/→ Resolved by Ben Okoro$/)
  await expect(page.getByTestId('changed')).toContainText('1 changed')
  await page.keyboard.press('u')
  await expect(ghost).toHaveCount(0)
  await expect(rowOf(page, { id: other?.id ?? '' })).toHaveAttribute('aria-rowindex', '1')
})
