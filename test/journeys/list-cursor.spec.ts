import { expect, test } from './fixtures.ts'
import { change, cursorId, fileMany, openList, places, rowOf, rowsOf } from './list-page.ts'

test('J, K, arrows, Home, End and page keys move the cursor, keep it in view and name its row', async ({
  page,
  desk,
  signIn,
}) => {
  const tickets = await fileMany(desk, 40)
  await signIn(page, desk.ana)
  await openList(page)
  const at = (index: number) => tickets.at(index)?.id
  await page.keyboard.press('j')
  expect(await cursorId(page)).toBe(at(0))
  await expect(page.getByTestId('list')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('j')
  expect(await cursorId(page)).toBe(at(2))
  await page.keyboard.press('k')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('k')
  expect(await cursorId(page)).toBe(at(0))
  await page.keyboard.press('PageDown')
  const pageDown = await cursorId(page)
  expect(tickets.findIndex(({ id }) => id === pageDown)).toBeGreaterThan(10)
  await page.keyboard.press('End')
  expect(await cursorId(page)).toBe(at(-1))
  const last = rowOf(page, { id: at(-1) ?? '' })
  await expect(last).toBeInViewport({ ratio: 1 })
  await expect(last).toHaveAccessibleName(
    new RegExp(`^${tickets.at(-1)?.key}, Ticket \\d+, New, Normal, nobody$`),
  )
  await page.keyboard.press('Home')
  expect(await cursorId(page)).toBe(at(0))
  await expect(rowOf(page, { id: at(0) ?? '' })).toBeInViewport({ ratio: 1 })
})

test('Enter, a click, a middle click and a copied link each open the ticket of the row', async ({
  page,
  desk,
  signIn,
}) => {
  const tickets = await fileMany(desk, 6)
  await signIn(page, desk.ana)
  await openList(page)
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/tickets/${tickets[1]?.key}$`))
  await page.goBack()
  const third = rowOf(page, { id: tickets[2]?.id ?? '' })
  await expect(third.getByRole('link')).toHaveAttribute('href', `/tickets/${tickets[2]?.key}`)
  const [opened] = await Promise.all([
    page.context().waitForEvent('page'),
    third.click({ button: 'middle', position: { x: 900, y: 20 } }),
  ])
  await expect(opened).toHaveURL(new RegExp(`/tickets/${tickets[2]?.key}$`))
  await opened.close()
  await third.click({ position: { x: 900, y: 20 } })
  await expect(page).toHaveURL(new RegExp(`/tickets/${tickets[2]?.key}$`))
})

test('a ticket that moves between press and release does not take the click of another', async ({
  page,
  desk,
  signIn,
}) => {
  const tickets = await fileMany(desk, 6)
  const [first, second, third] = tickets
  await signIn(page, desk.ana)
  await openList(page)
  const aimed = rowOf(page, { id: second?.id ?? '' })
  await aimed.hover({ position: { x: 500, y: 20 } })
  await page.mouse.down()
  await change(desk, { id: third?.id ?? '' }, { assigneeId: desk.ben.id })
  await expect(rowOf(page, { id: third?.id ?? '' })).toContainText('Ben Okoro')
  await change(desk, { id: first?.id ?? '' }, { status: 'RESOLVED' })
  await expect(rowOf(page, { id: first?.id ?? '' }).getByTestId('ghost')).toBeVisible()
  await page.mouse.up()
  await expect(page).toHaveURL(new RegExp(`/tickets/${second?.key}$`))
})

test('back and forward find the filter, the place, the cursor and the peeked ticket again', async ({
  page,
  desk,
  signIn,
}) => {
  const tickets = await fileMany(desk, 45, (at) => ({ priority: at % 3 === 0 ? 'P1' : 'P3' }))
  await signIn(page, desk.ana)
  await openList(page, '/tickets?priority=P3')
  await page.keyboard.press('End')
  await page.keyboard.press('k')
  await page.keyboard.press('k')
  const before = { places: await places(page), cursor: await cursorId(page) }
  expect(before.cursor).toBe(tickets.filter(({ priority }) => priority === 'P3').at(-3)?.id)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('detail')).toBeVisible()
  await page.goBack()
  await expect(page).toHaveURL(/priority=P3/)
  await expect.poll(() => cursorId(page)).toBe(before.cursor)
  await expect.poll(() => places(page)).toEqual(before.places)
  await page.getByRole('link', { name: 'People' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('People')
  await page.goBack()
  await expect(rowsOf(page).first()).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Filter', exact: true })).toHaveValue('priority:p3')
  await page.keyboard.press('j')
  await page.keyboard.press('Space')
  await expect(page).toHaveURL(/peek=/)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('detail')).toBeVisible()
  await page.goBack()
  await expect(page.getByTestId('peek')).toBeVisible()
})

test('the number of rows is the total, and a row knows its place after scrolling and loading more', async ({
  page,
  desk,
  signIn,
}) => {
  const tickets = await fileMany(desk, 64)
  await signIn(page, desk.ana)
  await openList(page)
  const list = page.getByTestId('list')
  await expect(list).toHaveAttribute('aria-rowcount', '64')
  await expect(page.getByTestId('range')).toContainText('1–50 of 64')
  await page.keyboard.press('End')
  await expect(page.getByTestId('range')).toHaveText('64 tickets')
  await page.keyboard.press('End')
  await expect.poll(() => cursorId(page)).toBe(tickets.at(-1)?.id)
  await expect(rowOf(page, { id: tickets.at(-1)?.id ?? '' })).toHaveAttribute('aria-rowindex', '64')
  await expect(list).toHaveAttribute('aria-rowcount', '64')
  const indexes = await rowsOf(page).evaluateAll((rows) =>
    rows.map((row) => [row.getAttribute('data-ticket'), Number(row.getAttribute('aria-rowindex'))] as const),
  )
  for (const [id, index] of indexes) expect(tickets[index - 1]?.id).toBe(id)
})
