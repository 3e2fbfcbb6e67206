import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { pressSequence } from './press-sequence.ts'
import { addressOf } from './screens.ts'
import { composerOf, openTicket, write } from './writing.ts'

const heading = (page: Page) => page.getByRole('heading', { level: 1 })
const palette = (page: Page) => page.getByRole('dialog', { name: 'Do or go to' })
const helpSheet = (page: Page) => page.getByRole('dialog', { name: 'Keyboard shortcuts' })

/** Every screen of an agent, in parts that a test does in time; `ticket` and `team` stand for one of each. */
const AGENT_SCREENS = [
  ['/inbox', '/tickets?layout=split', 'ticket'],
  ['/tickets', '/people', '/teams'],
  ['team', '/help', '/settings/appearance'],
  ['/settings/shortcuts', '/settings/replies'],
] as const

for (const paths of AGENT_SCREENS)
  test(`every global key works on ${paths.join(', ')}`, async ({ page, desk, signIn }) => {
    const ticket = await desk.ticket()
    await signIn(page, desk.ana)
    for (const name of paths) {
      const path = addressOf(name, ticket, desk.it)
      await page.goto(path)
      await expect(heading(page)).toBeVisible()
      await expect(page.getByTestId('conn')).toHaveText('Live')
      await page.keyboard.press('?')
      await expect(helpSheet(page), path).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(helpSheet(page)).toBeHidden()
      for (const keys of ['/', 'Control+k']) {
        await page.keyboard.press(keys)
        await expect(palette(page), `${keys} on ${path}`).toBeVisible()
        await page.keyboard.press('Escape')
        await expect(palette(page)).toBeHidden()
      }
      const sidebar = page.getByRole('button', { name: /^(Narrow|Widen) the sidebar/ })
      await page.keyboard.press('[')
      await expect(sidebar, path).toHaveAttribute('aria-expanded', 'false')
      await page.keyboard.press('[')
      await expect(sidebar, path).toHaveAttribute('aria-expanded', 'true')
      await page.keyboard.press('c')
      await expect(page.getByRole('dialog', { name: 'New ticket' }), path).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
      const [letter, place] = name === '/inbox' ? ['h', '/help'] : ['w', '/inbox']
      await pressSequence(page, 'g', letter)
      await expect(page, path).toHaveURL(new RegExp(`${place}(\\?|$)`))
    }
  })

test('the key of the properties hides and shows them on a ticket', async ({ page, desk, signIn }) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await page.goto(`/tickets/${ticket.key}`)
  const properties = page.getByRole('complementary', { name: 'Properties' })
  await expect(properties).toBeVisible()
  await page.keyboard.press(']')
  await expect(properties).toBeHidden()
  await page.keyboard.press(']')
  await expect(properties).toBeVisible()
})

test('G and a letter lead around the app', async ({ page, desk, signIn }) => {
  await signIn(page, desk.ana)
  await page.goto('/inbox')
  await expect(heading(page)).toHaveText(/Inbox/)
  await expect(page.getByTestId('conn')).toHaveText('Live')
  for (const [letter, path] of [
    ['q', '/tickets'],
    ['p', '/people'],
    ['e', '/teams'],
    ['s', '/settings/appearance'],
    ['h', '/help'],
    ['w', '/inbox'],
  ] as const) {
    await pressSequence(page, 'g', letter)
    await expect(page).toHaveURL(new RegExp(`${path}(\\?|$)`))
  }
})

test('what is typed in a field is text, and typing by an input method is nothing else', async ({
  page,
  desk,
  signIn,
}) => {
  await signIn(page, desk.owner)
  await page.goto('/people')
  await page.getByRole('button', { name: 'Add somebody' }).click()
  const name = page.getByRole('dialog').getByLabel('Name', { exact: true })
  await name.pressSequentially('c/?[gpz')
  await expect(name).toHaveValue('c/?[gpz')
  await expect(page.getByRole('dialog')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.evaluate(() => {
    for (const key of ['c', '/', '?', '['])
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, isComposing: true, bubbles: true }))
  })
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toHaveCount(1)
  await expect(palette(page)).toBeVisible()
  await expect(page).toHaveURL(/\/people/)
})

test('in the editor every letter and sign is text, and nothing fires while an input method composes', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await openTicket(page, ticket)
  await write(page, 'r', 'c/?[]gwzjkenr')
  await expect(page.getByRole('toolbar', { name: 'Text format' })).toBeVisible()
  await page.keyboard.type(' c/?[]gwzjkenr')
  const field = composerOf(page, 'reply')
  await expect(field).toHaveText('c/?[]gwzjkenr c/?[]gwzjkenr')
  await expect(page).toHaveURL(new RegExp(`/tickets/${ticket.key}$`))

  const browser = await page.context().newCDPSession(page)
  await browser.send('Input.imeSetComposition', { text: 'か', selectionStart: 1, selectionEnd: 1 })
  for (const keys of ['Control+Enter', 'Control+k', 'Control+/', 'Escape']) await page.keyboard.press(keys)
  await expect(field).toBeFocused()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await browser.send('Input.insertText', { text: '火' })
  await expect(field).toHaveText(/火$/)
  expect((await desk.read(ticket.id)).status).toBe('NEW')
  await page.keyboard.press('Escape')
  await expect(field).not.toBeFocused()
})

test('single keys can be switched off and changed, at once and for good', async ({ page, desk, signIn }) => {
  await signIn(page, desk.ana)
  await page.goto('/settings/shortcuts')
  const onOff = page.getByRole('switch', { name: 'Single-key shortcuts' })
  await onOff.click()
  await expect(onOff).not.toBeChecked()
  await page.keyboard.press('Escape')
  await page.locator('main').focus()
  await page.keyboard.press('?')
  await page.keyboard.press('c')
  await page.keyboard.press('Control+k')
  await expect(palette(page)).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(palette(page)).toBeHidden()

  await page.reload()
  await expect(onOff).not.toBeChecked()
  await onOff.click()
  await page.getByRole('button', { name: 'Change: Show the shortcuts' }).click()
  await page.keyboard.press('Shift+H')
  await expect(page.getByTestId('toast')).toContainText('Show the shortcuts')
  await page.locator('main').focus()
  await page.keyboard.press('?')
  await page.keyboard.press('Shift+H')
  await expect(helpSheet(page)).toBeVisible()
  await page.reload()
  await expect(onOff).toBeChecked()
  await page.keyboard.press('Shift+H')
  await expect(helpSheet(page)).toBeVisible()
})

test('keys that browsers need, or that something else has, are refused with the reason', async ({
  page,
  desk,
  signIn,
}) => {
  await signIn(page, desk.ana)
  await page.goto('/settings/shortcuts')
  const change = page.getByRole('button', { name: 'Change: New ticket' })
  await change.click()
  await page.keyboard.press('Control+w')
  await expect(page.getByText('Browsers and keyboards need these keys themselves.')).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByText('These keys do "Show the shortcuts" already.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(change).toHaveText(/C/)
})
