import type { Ticket } from '../../contracts/tickets.ts'
import { expect, type Organisation, type Person, test } from './fixtures.ts'
import { change, fileMany, openList, rowOf, rowsOf } from './list-page.ts'

const FILTER = { name: 'Filter', exact: true }

/** Narrowed by each field, and how that is written. */
const TEXT = 'status:assigned assignee:"Cara Lind" team:IT priority:p1 requester:"Jane Doe"'

type Ground = { cara: Person; wanted: Ticket; address: string }

/**
 * Files one ticket that Cara has and that fits every field of a filter, and for each field one that fails by it alone;
 * answers the address where the one stands.
 */
async function fileOneOfEach(desk: Organisation): Promise<Ground> {
  const [cara, kim] = await Promise.all([
    desk.person('Cara Lind', 'AGENT', [desk.it, desk.hr]),
    desk.person('Kim Other', 'EMPLOYEE'),
  ])
  const file = async (over: Record<string, unknown>, as = desk.jane, assignee = cara) => {
    const ticket = await desk.ticket({ priority: 'P1', teamId: desk.it.id, ...over }, as)
    await change(desk, ticket, { assigneeId: assignee.id }, desk.owner)
    return ticket
  }
  const [wanted, started] = await Promise.all([
    file({ subject: 'The one' }),
    file({ subject: 'Of another status' }),
    file({ subject: 'Of another assignee' }, desk.jane, desk.ben),
    file({ subject: 'Of another team', teamId: desk.hr.id }),
    file({ subject: 'Of another priority', priority: 'P4' }),
    file({ subject: 'Of another requester' }, kim),
  ])
  await change(desk, started, { status: 'IN_PROGRESS' }, desk.owner)
  const search = `status=ASSIGNED&assignee=${cara.id}&team=${desk.it.id}&priority=P1&requester=${desk.jane.id}`
  return { cara, wanted, address: `${desk.url}/tickets?${search}` }
}

test('a filter of all fields that is written goes on by itself, and has its address', async ({
  page,
  desk,
  signIn,
}) => {
  const { cara, wanted, address } = await fileOneOfEach(desk)
  await signIn(page, cara)
  await openList(page, '/tickets')
  await expect(rowsOf(page)).toHaveCount(6)
  await page.keyboard.press('f')
  await page.keyboard.type('status:assigned assig')
  await page.keyboard.press('Enter')
  await page.keyboard.type('cara')
  await expect(page.getByRole('option', { name: '"Cara Lind"' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await page.keyboard.type('team:it priority:p1 requester:jane')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(address)
  await expect(rowsOf(page)).toHaveCount(1)
  await expect(rowOf(page, wanted)).toBeVisible()
  for (const chip of [
    'Status: Assigned',
    'Assignee: Cara Lind',
    'Team: IT',
    'Priority: Urgent',
    'Requester: Jane Doe',
  ])
    await expect(page.getByRole('combobox', { name: chip })).toBeVisible()
  await expect(page.getByTestId('list')).toBeFocused()
})

for (const [what, end] of [
  ['Enter was pressed', 'Enter'],
  ['one went on by Tab', 'Tab'],
  ['the last key was pressed', undefined],
] as const)
  test(`names that come after ${what} still make the filter that was written`, async ({
    page,
    desk,
    signIn,
  }) => {
    const { cara, wanted, address } = await fileOneOfEach(desk)
    let answer: () => void = () => {}
    const mayAnswer = new Promise<void>((resolve) => {
      answer = resolve
    })
    await page.route(/\/api\/v1\/(people|teams)\?/, async (route) => {
      await mayAnswer
      await route.continue()
    })
    await signIn(page, cara)
    await openList(page, '/tickets')
    await page.keyboard.press('f')
    await page.keyboard.type('status:assigned assignee:cara team:it priority:p1 requester:jane ')
    await expect(rowsOf(page)).toHaveCount(6)
    if (end !== undefined) await page.keyboard.press(end)
    answer()
    await expect(page).toHaveURL(address)
    await expect(rowsOf(page)).toHaveCount(1)
    await expect(rowOf(page, wanted)).toBeVisible()
    if (end !== undefined) await expect(page.getByRole('combobox', FILTER)).toHaveValue(TEXT)
    if (end === 'Enter') await expect(page.getByTestId('list')).toBeFocused()
    if (end === undefined) await expect(page.getByRole('combobox', FILTER)).toBeFocused()
  })

test('the same filter picked by buttons has the same address and the same text', async ({
  page,
  desk,
  signIn,
}) => {
  const { cara, wanted, address } = await fileOneOfEach(desk)
  await signIn(page, cara)
  await openList(page, '/tickets')
  for (const [field, value] of [
    ['Priority', 'Urgent'],
    ['Requester', /Jane Doe/],
    ['Team', /^IT/],
    ['Status', 'Assigned'],
    ['Assignee', /Cara Lind/],
  ] as const) {
    await page.getByRole('combobox', { name: field, exact: true }).click()
    await page.getByRole('option', { name: value }).click()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('option')).toHaveCount(0)
  }
  await expect(page).toHaveURL(address)
  await expect(rowsOf(page)).toHaveCount(1)
  await expect(rowOf(page, wanted)).toBeVisible()
  await expect(page.getByRole('combobox', FILTER)).toHaveValue(TEXT)
})

test('its address gives somebody else the same list', async ({ page, desk, signIn }) => {
  const { wanted, address } = await fileOneOfEach(desk)
  await signIn(page, desk.ben)
  await openList(page, address)
  await expect(rowsOf(page)).toHaveCount(1)
  await expect(rowOf(page, wanted)).toBeVisible()
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
