import { expect, test } from './fixtures.ts'
import { composerOf, openTicket, write } from './writing.ts'

test('an answer that comes late takes the focus from nobody who writes on another ticket by then', async ({
  page,
  desk,
  signIn,
}) => {
  const [first, second] = [await desk.ticket(), await desk.ticket({ subject: 'Scanner' })]
  await signIn(page, desk.ana)
  await openTicket(page, first)
  const held = Promise.withResolvers<void>()
  await page.route(`**/tickets/${first.id}/replies`, async (route) => {
    await held.promise
    await route.continue()
  })
  await write(page, 'r', 'On the first')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.getByTestId('queued')).toContainText('On the first')
  await page.evaluate((to) => history.pushState(null, '', to), `/tickets/${second.key}`)
  await page.evaluate(() => dispatchEvent(new PopStateEvent('popstate')))
  await expect(
    page.locator(`[data-testid=detail][data-ticket="${second.id}"] [data-message]`).first(),
  ).toBeVisible()
  await write(page, 'r', 'On the ')
  const answered = page.waitForResponse((answer) => answer.url().endsWith(`${first.id}/replies`))
  held.resolve()
  await answered
  await expect(composerOf(page, 'reply')).toBeFocused()
  await page.keyboard.type('second')
  await expect(composerOf(page, 'reply')).toHaveText('On the second')
})

test('who has left a ticket by then is told that what was written there was not sent', async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/Failed to load resource|ERR_FAILED|status of/)
  const [first, second] = [await desk.ticket(), await desk.ticket({ subject: 'Scanner' })]
  await signIn(page, desk.ana)
  await openTicket(page, first)
  const held = Promise.withResolvers<void>()
  await page.route(`**/tickets/${first.id}/replies`, async (route) => {
    await held.promise
    await route.abort()
  })
  await write(page, 'r', 'On the first')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.getByTestId('queued')).toContainText('On the first')
  await page.evaluate((to) => history.pushState(null, '', to), `/tickets/${second.key}`)
  await page.evaluate(() => dispatchEvent(new PopStateEvent('popstate')))
  await expect(page.locator(`[data-testid=detail][data-ticket="${second.id}"]`)).toBeVisible()
  held.resolve()
  await expect(page.getByTestId('toast')).toContainText(`What you wrote on ${first.key} was not sent`)
})
