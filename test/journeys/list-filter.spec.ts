import { expect, test } from './fixtures.ts'
import { change, fileMany, openList, rowOf, rowsOf } from './list-page.ts'

const FILTER = { name: 'Filter', exact: true }

test('a filter by text and by buttons has one address, which gives somebody else the same list', async ({
  page,
  desk,
  signIn,
  openAs,
}) => {
  const tickets = await fileMany(desk, 8, (at) => ({ priority: at % 2 === 0 ? 'P1' : 'P4' }))
  const urgent = tickets.filter(({ priority }) => priority === 'P1')
  await change(desk, { id: urgent[0]?.id ?? '' }, { assigneeId: desk.ben.id })
  await signIn(page, desk.ana)
  await openList(page, '/tickets')
  await page.keyboard.press('f')
  await page.keyboard.type('assig')
  await page.keyboard.press('Enter')
  await page.keyboard.type('ben')
  await expect(page.getByRole('option', { name: '"Ben Okoro"' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await page.keyboard.type('priority:p1')
  await page.keyboard.press('Enter')
  await expect(rowsOf(page)).toHaveCount(1)
  await expect(page).toHaveURL(/assignee=.*&priority=P1$/)
  const byText = page.url()

  await openList(page, '/tickets')
  await page.getByRole('combobox', { name: 'Priority' }).click()
  await page.getByRole('option', { name: 'Urgent' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: 'Assignee' }).click()
  await page.getByRole('option', { name: /Ben Okoro/ }).click()
  await page.keyboard.press('Escape')
  await expect(rowsOf(page)).toHaveCount(1)
  await expect(page.getByRole('combobox', FILTER)).toHaveValue('assignee:"Ben Okoro" priority:p1')
  expect(page.url()).toBe(byText)

  const other = await openAs(desk.ben)
  await openList(other, byText)
  await expect(rowsOf(other)).toHaveCount(1)
  await expect(rowOf(other, { id: urgent[0]?.id ?? '' })).toBeVisible()
  await expect(other.getByRole('combobox', FILTER)).toHaveValue('assignee:"Ben Okoro" priority:p1')
})

test('a text that is no filter says why and leaves the list as it is', async ({ page, desk, signIn }) => {
  await fileMany(desk, 3)
  await signIn(page, desk.ana)
  await openList(page)
  await page.keyboard.press('f')
  await page.keyboard.type(' vpn')
  await expect(page.getByText('“vpn” names no field.')).toBeVisible()
  await expect(rowsOf(page)).toHaveCount(3)
  await expect(page).toHaveURL(/\/inbox$/)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('combobox', FILTER)).toHaveValue('status:open')
})

test('while the new list is on its way the rows of before stay and can be used', async ({
  page,
  desk,
  signIn,
}) => {
  const tickets = await fileMany(desk, 4)
  await change(desk, { id: tickets[0]?.id ?? '' }, { assigneeId: desk.ben.id })
  await signIn(page, desk.ana)
  await openList(page)
  let answer: () => void = () => {}
  const mayAnswer = new Promise<void>((resolve) => {
    answer = resolve
  })
  await page.route(/\/api\/v1\/tickets\?.*assignee=none/, async (route) => {
    await mayAnswer
    await route.continue()
  })
  await page.keyboard.press('f')
  await page.keyboard.type(' assignee:none')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('stale')).toBeVisible()
  await expect(rowsOf(page)).toHaveCount(4)
  await page.keyboard.press('j')
  await expect(rowOf(page, { id: tickets[0]?.id ?? '' })).toHaveClass(/cursor-row/)
  answer()
  await expect(rowsOf(page)).toHaveCount(3)
  await expect(page.getByTestId('stale')).toBeHidden()
})
