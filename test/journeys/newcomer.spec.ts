import { expect, test } from './fixtures.ts'
import { createHand } from './hand.ts'
import { picture } from './picture.ts'

/** What the README promises. The answer leaves when it can no longer be taken back; people look for it meanwhile. */
const MINUTE_S = 60
const UNDO_WINDOW_S = 10

test('a newcomer’s minute: set up, file a ticket, answer it, and see the answer in the local inbox', async ({
  complaints,
  browser,
  startOwnDesk,
}) => {
  const startedAt = Date.now()
  const url = process.env.NEWCOMER_SETUP_URL ?? (await setupUrlOf(await startOwnDesk()))
  const context = await browser.newContext({
    baseURL: new URL(url).origin,
    viewport: { width: 1280, height: 800 },
  })
  complaints.watch(context, new URL(url).origin)
  const page = await context.newPage()
  const hand = createHand(page)

  await page.goto(url)
  await expect(page.getByLabel('Your name')).toBeFocused()
  await hand.type('Olga')
  await hand.press('Tab')
  await hand.type('olga@acme.test')
  await hand.press('Tab')
  await hand.type('correct horse')
  await hand.click(page.getByLabel('Name of the organisation'))
  await hand.type('Acme')
  await picture(page, 'set-up')
  await hand.press('Enter')
  await expect(page.getByTestId('detail')).toBeVisible()
  await expect(page.locator('[data-message]').first()).toBeVisible()

  await hand.press('c')
  const box = page.getByRole('dialog', { name: 'New ticket' })
  await expect(box.getByLabel('Subject')).toBeFocused()
  await hand.type('No wifi in room 2')
  await hand.press('Tab')
  await hand.type('mei')
  await expect(box.getByRole('option').first()).toContainText('Mei Tanaka')
  await hand.press('ArrowDown')
  await hand.press('Enter')
  for (const _ of ['team', 'priority', 'words']) await hand.press('Tab')
  await expect(box.getByLabel('What is it about?')).toBeFocused()
  await hand.type('Since noon.')
  await picture(page, 'new-ticket')
  await hand.press('Control+Shift+Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('No wifi in room 2')

  await hand.press('r')
  await expect(page.getByTestId('composer').getByRole('textbox')).toBeFocused()
  await hand.type('Try it again, please.')
  await picture(page, 'ticket')
  await hand.press('Control+Enter')
  const sentAt = hand.seconds()
  const conversation = page.getByRole('region', { name: 'Conversation' })
  await expect(conversation).toContainText('Try it again, please.')

  await hand.click(page.getByRole('navigation').getByRole('link', { name: 'Local inbox' }))
  const answer = page.getByTestId('row').filter({ hasText: 'No wifi in room 2' }).first()
  await expect(answer).toBeVisible()
  const waited = Math.max(0, sentAt + UNDO_WINDOW_S - hand.seconds())
  await hand.click(answer)
  await expect(page.getByTestId('mail')).toContainText('Try it again, please.')
  await picture(page, 'local-inbox')

  expect(hand.seconds() + waited).toBeLessThan(MINUTE_S)
  if (process.env.JOURNEYS_PACE === 'human')
    console.log(`by hand ${hand.seconds().toFixed(1)} s, by the clock ${(Date.now() - startedAt) / 1_000} s`)
  await context.close()
})

async function setupUrlOf(desk: { url: string; setupToken(): Promise<string> }): Promise<string> {
  return `${desk.url}/setup?token=${encodeURIComponent(await desk.setupToken())}`
}
