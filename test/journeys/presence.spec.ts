import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
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
  await signIn(page, desk.ana)
  await open(page, ticket.key)
  await expect(others(page)).toHaveCount(0)

  const bens = await openAs(desk.ben)
  await open(bens, ticket.key)
  await expect(others(page)).toHaveText([new RegExp(`${desk.ben.name} is looking at this`)], {
    timeout: 2_000,
  })
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
