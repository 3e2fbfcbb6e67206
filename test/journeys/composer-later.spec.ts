import { expect, test } from './fixtures.ts'
import { composerOf, openTicket, withWindow, write } from './writing.ts'

test('a reply for later is blocked by what the requester writes before, and goes out on Send anyway', async ({
  openAs,
  startOwnDesk,
}) => {
  const process = await startOwnDesk()
  const desk = await process.organisation()
  const ticket = await desk.ticket()
  const page = await openAs(desk.ana, { baseURL: desk.url })
  await openTicket(page, ticket)
  await write(page, 'r', 'See you then')
  await page.keyboard.press('ControlOrMeta+Shift+Enter')
  await page.getByRole('menuitem', { name: 'Send later' }).click()
  await page.getByRole('button', { name: 'In an hour' }).click()
  const queued = page.getByTestId('queued-reply')
  await expect(queued).toContainText('Goes out')
  await desk.reply(ticket.id, 'It works again', desk.jane)
  await process.moveClock(2 * 3_600_000)
  await process.runDueJobs()
  await expect(queued).toContainText('Not sent: somebody wrote since it was queued')
  await expect(composerOf(page, 'reply')).toHaveText('See you then')
  await queued.getByRole('button', { name: 'Send anyway' }).click()
  await expect(queued).toContainText('Sending in')
  await expect(queued).toContainText('See you then')
  // Before its desk ends, or it would complain that nobody answers.
  await page.context().close()
})

test('a colleague sees by whom a reply is queued, and cannot take it back', async ({
  page,
  desk,
  signIn,
  openAs,
}) => {
  const ticket = await desk.ticket()
  await withWindow(desk, 60)
  await signIn(page, desk.ana)
  await openTicket(page, ticket)
  const bens = await openAs(desk.ben)
  await openTicket(bens, ticket)
  await write(page, 'r', 'On its way')
  await page.keyboard.press('ControlOrMeta+Enter')
  const queued = bens.getByTestId('queued-reply')
  await expect(queued).toContainText('Queued by Ana Kaya')
  await expect(queued.getByRole('button')).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(queued).toHaveCount(0)
})
