import { expect, test } from './fixtures.ts'
import { change, cursorId, fileMany, openList, rowOf } from './list-page.ts'

test('X, Shift with J, the chord for all and the tick in the head select, whatever changes and scrolls', async ({
  page,
  desk,
  signIn,
}) => {
  const tickets = await fileMany(desk, 45)
  const row = (at: number) => rowOf(page, { id: tickets[at]?.id ?? '' })
  await signIn(page, desk.ana)
  await openList(page)
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('Shift+J')
  await page.keyboard.press('Shift+J')
  await expect(page.getByTestId('selected')).toHaveText('3 selected')
  for (const at of [0, 1, 2]) await expect(row(at)).toHaveAttribute('aria-selected', 'true')
  await change(desk, { id: tickets[1]?.id ?? '' }, { status: 'RESOLVED' })
  await change(desk, { id: tickets[40]?.id ?? '' }, { assigneeId: desk.ben.id })
  await expect(row(1).getByTestId('ghost')).toBeVisible()
  await page.keyboard.press('End')
  await expect(row(0)).toHaveCount(0)
  await page.keyboard.press('Home')
  for (const at of [0, 1, 2]) await expect(row(at)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('x')
  await expect(page.getByTestId('selected')).toHaveText('2 selected')
  await page.keyboard.press('Control+a')
  await expect(page.getByTestId('selected')).toHaveText('45 selected')
  const all = page.getByRole('checkbox', { name: 'Select all loaded rows' })
  await expect(all).toBeChecked()
  await all.click()
  await expect(page.getByTestId('selected')).toHaveCount(0)
  await all.click()
  await expect(page.getByTestId('selected')).toHaveText('45 selected')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('selected')).toHaveCount(0)
})

test('the keys of properties work on all that is selected', async ({ page, desk, signIn }) => {
  const tickets = await fileMany(desk, 5)
  await signIn(page, desk.ana)
  await openList(page)
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('Shift+J')
  await page.keyboard.press('Shift+J')
  await page.keyboard.press('i')
  for (const at of [0, 1, 2])
    await expect(rowOf(page, { id: tickets[at]?.id ?? '' })).toContainText('Ana Kaya')
  for (const at of [0, 1, 2])
    await expect.poll(async () => (await desk.read(tickets[at]?.id ?? '')).assigneeId).toBe(desk.ana.id)
  expect((await desk.read(tickets[3]?.id ?? '')).assigneeId).toBeNull()
})

test('a peek follows J and K, takes the keys of properties, and Esc closes it', async ({
  page,
  desk,
  signIn,
}) => {
  const tickets = await fileMany(desk, 5)
  await signIn(page, desk.ana)
  await openList(page)
  await page.keyboard.press('j')
  await page.keyboard.press('Space')
  const peek = page.getByTestId('peek')
  await expect(peek.getByTestId('detail')).toHaveAttribute('data-ticket', tickets[0]?.id ?? '')
  await expect(peek).toContainText('It shows a black screen.')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await expect(peek.getByTestId('detail')).toHaveAttribute('data-ticket', tickets[1]?.id ?? '')
  await expect(peek.getByText(tickets[1]?.subject ?? '').first()).toBeVisible()
  await page.keyboard.press('i')
  await expect(rowOf(page, { id: tickets[1]?.id ?? '' })).toContainText('Ana Kaya')
  for (const [key, name, words] of [
    ['s', 'Status', 'in prog'],
    ['p', 'Priority', 'urg'],
    ['a', 'Assignee', 'ben'],
  ] as const) {
    await page.keyboard.press(key)
    await expect(page.getByRole('dialog', { name, exact: true }).getByRole('combobox')).toBeFocused()
    await page.keyboard.type(words)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog', { name, exact: true })).toHaveCount(0)
  }
  await expect
    .poll(async () => desk.read(tickets[1]?.id ?? ''))
    .toMatchObject({ status: 'IN_PROGRESS', priority: 'P1', assigneeId: desk.ben.id })
  for (const at of [0, 2])
    expect(await desk.read(tickets[at]?.id ?? '')).toMatchObject({ status: 'NEW', priority: 'P3' })
  await page.keyboard.press('s')
  await expect(page.getByRole('dialog', { name: 'Status', exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: 'Status', exact: true })).toHaveCount(0)
  await expect(peek).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(peek).toHaveCount(0)
  await expect(page).not.toHaveURL(/peek=/)
  expect(await cursorId(page)).toBe(tickets[1]?.id)
})
