import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { killPage } from './kill-page.ts'
import { withoutTimersFrom } from './short-timers.ts'
import { composerOf } from './writing.ts'

/** Who is said to be on the ticket that a page shows. */
const others = (page: Page) => page.getByTestId('detail').getByTestId('presence')
const row = (page: Page, ticketId: string) => page.locator(`[data-testid="row"][data-ticket="${ticketId}"]`)

/** Opens a ticket and waits until the page follows the desk. */
async function open(page: Page, key: string) {
  await page.goto(`/tickets/${key}`)
  await expect(page.getByTestId('detail')).toBeVisible()
  await expect(page.getByTestId('conn')).toContainText('Live')
}

test('who looks at a ticket, writes a reply or a note, is named to the others at once, and gone when they leave', async ({
  page,
  desk,
  signIn,
  openAs,
}) => {
  const ticket = await desk.ticket()
  // At once: without the beats, the looks and the retries of either page, which all come after 2 s or more.
  await withoutTimersFrom(page, 2_000)
  await signIn(page, desk.ana)
  await open(page, ticket.key)
  await expect(others(page)).toHaveCount(0)

  const bens = await openAs(desk.ben)
  await withoutTimersFrom(bens, 2_000)
  await open(bens, ticket.key)
  await expect(others(page)).toHaveText([new RegExp(`${desk.ben.name} is looking at this`)])
  await expect(others(bens)).toHaveText([new RegExp(`${desk.ana.name} is looking at this`)])

  await bens.keyboard.press('r')
  await expect(composerOf(bens, 'reply')).toBeFocused()
  await bens.keyboard.type('Dear Jane')
  await expect(others(page)).toContainText(`${desk.ben.name} is writing a reply`)
  await expect(others(page).locator('[data-presence="REPLYING"]')).toBeVisible()
  await bens.keyboard.press('ControlOrMeta+/')
  await expect(composerOf(bens, 'note')).toBeFocused()
  await bens.keyboard.type('Between us')
  await expect(others(page)).toContainText(`${desk.ben.name} is writing a note`)

  await bens.close({ runBeforeUnload: true })
  await expect(others(page)).toHaveCount(0)
})

test('rows of a list show who has the ticket open, also when they came before the list', async ({
  page,
  desk,
  signIn,
  openAs,
}) => {
  const [first, second] = [await desk.ticket(), await desk.ticket()]
  const bens = await openAs(desk.ben)
  await open(bens, first.key)
  await signIn(page, desk.ana)
  await page.goto('/inbox')
  await expect(row(page, first.id).getByTestId('presence')).toContainText(
    `${desk.ben.name} is looking at this`,
  )
  await expect(row(page, second.id).getByTestId('presence')).toHaveCount(0)
  await bens.goto(`/tickets/${second.key}`)
  await expect(row(page, second.id).getByTestId('presence')).toContainText(desk.ben.name)
  await expect(row(page, first.id).getByTestId('presence')).toHaveCount(0)
})

test('oneself is not shown, nor one’s own other tab', async ({ page, desk, signIn, openAs }) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await open(page, ticket.key)
  const other = await page.context().newPage()
  await open(other, ticket.key)
  const bens = await openAs(desk.ben)
  await open(bens, ticket.key)
  await expect(others(bens)).toHaveText([new RegExp(desk.ana.name)])
  for (const own of [page, other]) await expect(others(own)).toHaveText([new RegExp(desk.ben.name)])
})

test('whose tab was killed is gone for the others 40 s later, from the ticket and from its row', async ({
  openAs,
  startOwnDesk,
}) => {
  const process = await startOwnDesk()
  const desk = await process.organisation()
  const ticket = await desk.ticket()
  const anas = await openAs(desk.ana, { baseURL: desk.url })
  await anas.goto('/inbox?layout=split')
  await expect(anas.getByTestId('conn')).toContainText('Live')
  await anas.keyboard.press('j')
  const bens = await openAs(desk.ben, { baseURL: desk.url })
  await open(bens, ticket.key)
  await bens.keyboard.press('r')
  await expect(composerOf(bens, 'reply')).toBeFocused()
  await bens.keyboard.type('Dear Jane')
  const inRow = row(anas, ticket.id).getByTestId('presence')
  await expect(others(anas)).toContainText(`${desk.ben.name} is writing a reply`)
  await expect(inRow.locator('[data-presence="REPLYING"]')).toBeVisible()

  await killPage(bens)
  await process.moveClock(15_000)
  const known = await desk.call(desk.ana, 'GET', `/tickets/${ticket.id}/presence`)
  expect(known.body.items).toContainEqual(expect.objectContaining({ mode: 'REPLYING' }))
  await expect(others(anas)).toContainText(desk.ben.name)
  await process.moveClock(25_000)
  await expect(others(anas)).toHaveCount(0)
  await expect(inRow).toHaveCount(0)
  // Before its desk ends, or it would complain that nobody answers.
  await anas.context().close()
})
