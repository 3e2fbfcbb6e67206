import { expect, test } from './fixtures.ts'
import { cursorId, fileMany, openList, rowOf, rowsOf } from './list-page.ts'

test('the split layout shows the ticket under the cursor, and a click moves the cursor alone', async ({
  page,
  desk,
  signIn,
}) => {
  const tickets = await fileMany(desk, 4)
  await signIn(page, desk.ana)
  await openList(page)
  await page.keyboard.press('Shift+V')
  await page.getByRole('menuitem', { name: 'List beside the ticket' }).click()
  await expect(page).toHaveURL(/\/inbox\?layout=split$/)
  await page.keyboard.press('j')
  await expect(page.getByTestId('detail')).toHaveAttribute('data-ticket', tickets[0]?.id ?? '')
  await rowOf(page, { id: tickets[2]?.id ?? '' }).click()
  await expect(page.getByTestId('detail')).toHaveAttribute('data-ticket', tickets[2]?.id ?? '')
  await expect(page).toHaveURL(/\/inbox\?layout=split$/)
  expect(await cursorId(page)).toBe(tickets[2]?.id)
})

test('the head of the time turns the order, and the menu takes another one; both stand in the address', async ({
  page,
  desk,
  signIn,
}) => {
  const tickets = await fileMany(desk, 4)
  await signIn(page, desk.ana)
  await openList(page)
  const firstId = () => rowsOf(page).and(page.locator('[aria-rowindex="1"]')).getAttribute('data-ticket')
  await page.getByRole('button', { name: 'Updated' }).click()
  await expect(page).toHaveURL(/\?sort=updated$/)
  await expect.poll(firstId).toBe(tickets.at(-1)?.id)
  await expect(page.getByRole('columnheader', { name: 'Updated' })).toHaveAttribute('aria-sort', 'ascending')
  await page.getByRole('button', { name: 'Display' }).click()
  await page.getByRole('menuitem', { name: 'Newest first' }).click()
  await expect(page).toHaveURL(/\?sort=-created$/)
  await expect.poll(firstId).toBe(tickets[0]?.id)
})

test('on a phone a finger that rests selects, and taps go on with it instead of opening', async ({
  desk,
  openAs,
}) => {
  const tickets = await fileMany(desk, 4)
  const page = await openAs(desk.ana, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  await page.goto('/inbox')
  const row = (at: number) => rowOf(page, { id: tickets[at]?.id ?? '' })
  await expect(row(0)).toBeVisible()
  const box = await row(0).boundingBox()
  const touch = await page.context().newCDPSession(page)
  const touchPoints = [{ x: (box?.x ?? 0) + 120, y: (box?.y ?? 0) + 30 }]
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints })
  await expect(page.getByTestId('selected')).toHaveText('1 selected')
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await row(2).tap()
  await expect(page.getByTestId('selected')).toHaveText('2 selected')
  await expect(page).toHaveURL(/\/inbox$/)
  await page.getByRole('button', { name: 'Clear', exact: true }).tap()
  await row(1).tap()
  await expect(page).toHaveURL(new RegExp(`/tickets/${tickets[1]?.key}$`))
})

test('a phone shows the filters that narrow, and the others on demand', async ({ openAs, desk }) => {
  await fileMany(desk, 1)
  const page = await openAs(desk.ana, { viewport: { width: 390, height: 844 }, hasTouch: true })
  await page.goto('/inbox')
  const priority = page.getByRole('combobox', { name: 'Priority', exact: true })
  await expect(page.getByRole('combobox', { name: 'Status: Open', exact: true })).toBeVisible()
  await expect(priority).toBeHidden()
  await page.getByRole('button', { name: 'More filters' }).tap()
  await priority.tap()
  await page.getByRole('option', { name: 'Normal' }).tap()
  await expect(page).toHaveURL(/priority=P3/)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Fewer filters' }).tap()
  await expect(page.getByRole('combobox', { name: 'Priority: Normal', exact: true })).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Team', exact: true })).toBeHidden()
})
