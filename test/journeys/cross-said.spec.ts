import { expect, test } from './fixtures.ts'

test('readers of the screen are told politely what came, in batches 5 s apart', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await page.clock.install()
  await signIn(page, desk.ana)
  await page.goto(`/tickets/${ticket.key}`)
  const detail = page.getByTestId('detail')
  await expect(detail).toContainText('It shows a black screen.')
  const said = detail.locator('[role=status].sr-only').filter({ hasText: desk.ben.name })
  await desk.note(ticket.id, 'The first one', desk.ben)
  await expect(said).toHaveText(new RegExp(desk.ben.name))
  const first = await said.textContent()
  await desk.note(ticket.id, 'The second one', desk.ben)
  await desk.note(ticket.id, 'The third one', desk.ben)
  await expect(detail).toContainText('The third one')
  expect(await said.textContent()).toBe(first)
  await page.clock.fastForward(6_000)
  // Both at once: the name stands in it twice.
  await expect(said).toHaveText(new RegExp(`${desk.ben.name}.*${desk.ben.name}`))
})

test('a toast with a way back stays while it has the pointer or the focus, and F6 leads to it', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await page.clock.install()
  await signIn(page, desk.ana)
  await page.goto(`/tickets/${ticket.key}`)
  await expect(page.getByTestId('detail')).toContainText('It shows a black screen.')
  await page.keyboard.press('i')
  const toast = page.getByTestId('toast')
  const undo = toast.getByRole('button', { name: /Undo/ })
  await expect(undo).toBeVisible()
  await toast.hover()
  await page.clock.fastForward(60_000)
  await expect(undo).toBeVisible()
  await page.keyboard.press('F6')
  await page.mouse.move(5, 5)
  // The region first, then the toast itself, then what it offers.
  for (const part of [toast, undo]) {
    await page.keyboard.press('Tab')
    await expect(part).toBeFocused()
  }
  await expect(undo).toBeFocused()
  await page.clock.fastForward(60_000)
  await expect(undo).toBeVisible()
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await desk.read(ticket.id)).assigneeId).toBeNull()
})

test('a toast that nobody looks at goes by itself', async ({ page, desk, signIn }) => {
  const ticket = await desk.ticket()
  await page.clock.install()
  await signIn(page, desk.ana)
  await page.goto(`/tickets/${ticket.key}`)
  await expect(page.getByTestId('detail')).toContainText('It shows a black screen.')
  await page.keyboard.press('i')
  await expect(page.getByTestId('toast')).toBeVisible()
  await page.clock.fastForward(60_000)
  await expect(page.getByTestId('toast')).toHaveCount(0)
})
