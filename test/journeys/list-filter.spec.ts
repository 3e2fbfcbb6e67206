import type { Ticket } from '../../contracts/tickets.ts'
import { expect, type Organisation, test } from './fixtures.ts'

import { change, fileMany, openList, rowOf, rowsOf } from './list-page.ts'

const FILTER = { name: 'Filter', exact: true }

/** Where the urgent tickets of Ben are. */
const addressOf = (desk: Organisation) => `${desk.url}/tickets?assignee=${desk.ben.id}&priority=P1`
const TEXT = 'assignee:"Ben Okoro" priority:p1'

/** Eight tickets, half of them urgent; answers the urgent one that Ben has. */
async function fileOneOfBen(desk: Organisation): Promise<Ticket> {
  const tickets = await fileMany(desk, 8, (at) => ({ priority: at % 2 === 0 ? 'P1' : 'P4' }))
  const [urgent] = tickets.filter(({ priority }) => priority === 'P1')
  if (urgent === undefined) throw new Error('none is urgent')
  await change(desk, urgent, { assigneeId: desk.ben.id })
  return urgent
}

test('a filter that is written goes on by itself, and has its address', async ({ page, desk, signIn }) => {
  await fileOneOfBen(desk)
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
  await expect(page).toHaveURL(addressOf(desk))
  await expect(rowsOf(page)).toHaveCount(1)
  await expect(page.getByRole('combobox', { name: 'Assignee: Ben Okoro' })).toBeVisible()
  await expect(page.getByTestId('list')).toBeFocused()
})

test('the same filter picked by buttons has the same address and the same text', async ({
  page,
  desk,
  signIn,
}) => {
  await fileOneOfBen(desk)
  await signIn(page, desk.ana)
  await openList(page, '/tickets')
  await page.getByRole('combobox', { name: 'Priority' }).click()
  await page.getByRole('option', { name: 'Urgent' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: 'Assignee' }).click()
  await page.getByRole('option', { name: /Ben Okoro/ }).click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(addressOf(desk))
  await expect(rowsOf(page)).toHaveCount(1)
  await expect(page.getByRole('combobox', FILTER)).toHaveValue(TEXT)
})

test('its address gives somebody else the same list', async ({ page, desk, signIn }) => {
  const urgent = await fileOneOfBen(desk)
  await signIn(page, desk.ben)
  await openList(page, addressOf(desk))
  await expect(rowsOf(page)).toHaveCount(1)
  await expect(rowOf(page, urgent)).toBeVisible()
  await expect(page.getByRole('combobox', FILTER)).toHaveValue(TEXT)
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
