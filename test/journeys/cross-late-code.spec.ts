import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { codeOf, holdCode } from './late-code.ts'
import { fileMany, openList, rowsOf } from './list-page.ts'

const BOXES = [
  { name: 'Do or go to', keys: 'ControlOrMeta+k', code: 'palette', types: 'oxo' },
  { name: 'New ticket', keys: 'c', code: 'new-ticket', types: 'oxo' },
  { name: 'Keyboard shortcuts', keys: '?', code: 'help-sheet', types: '' },
  { name: 'Priority', keys: 'p', code: 'property-picker', types: 'low' },
] as const

const box = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true })

for (const { name, keys, code, types } of BOXES) {
  test(`what is typed for “${name}” before its code has come stands in it, and reaches nothing else`, async ({
    page,
    desk,
    signIn,
  }) => {
    await fileMany(desk, 3)
    const held = await holdCode(page, code)
    await signIn(page, desk.ana)
    await openList(page)
    await page.keyboard.press('j')
    const keysOnPage = await pressEachTurn(page)
    await page.keyboard.press(keys)
    await page.keyboard.type('oxo')
    for (let at = 0; at < 3; at += 1) await page.keyboard.press('Backspace')
    await page.keyboard.type(types.slice(0, 2))
    held.letGo()
    await page.keyboard.type(types.slice(2))
    await expect(box(page, name)).toBeVisible()
    if (types !== '') await expect(box(page, name).locator('input').first()).toHaveValue(types)
    expect(await keysOnPage(), 'keys that reached the page behind the box').toBe(0)
    await expect(page).toHaveURL(/\/inbox/)
    await expect(rowsOf(page)).toHaveCount(3)
    if (types === '' || code === 'new-ticket') return
    await page.keyboard.press('Escape')
    await expect(box(page, name)).toHaveCount(0)
    await page.keyboard.press(keys)
    await expect(box(page, name).locator('input').first()).toBeFocused()
    await expect(box(page, name).locator('input').first()).toHaveValue('')
  })

  test(`“${name}” whose code cannot be had says so, and opens by the same key when the network is back`, async ({
    page,
    desk,
    signIn,
    allow,
  }) => {
    allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource/)
    await fileMany(desk, 3)
    const held = await holdCode(page, code)
    const toasts = codeOf(page, ['ui/toast-layer.tsx', 'desk/tickets/list/target-actions.tsx'])
    await signIn(page, desk.ana)
    await openList(page)
    await toasts
    await page.keyboard.press('j')
    await page.context().setOffline(true)
    held.refuse()
    await page.keyboard.press(keys)
    await expect(page.getByTestId('toast')).toContainText(`“${name}” did not load`)
    await expect(rowsOf(page)).toHaveCount(3)
    held.letGo()
    await page.context().setOffline(false)
    await page.keyboard.press(keys)
    await expect(box(page, name)).toBeVisible()
  })
}

test('Esc and a press beside it give a box up that is on its way', async ({ page, desk, signIn }) => {
  await fileMany(desk, 3)
  const held = await holdCode(page, 'help-sheet')
  await signIn(page, desk.ana)
  await openList(page)
  await page.keyboard.press('?')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.mouse.click(700, 500)
  await page.keyboard.press('j')
  await expect(page.getByTestId('list')).toHaveAttribute('aria-activedescendant', /row-/)
  held.letGo()
  await page.keyboard.press('?')
  await expect(box(page, 'Keyboard shortcuts')).toBeVisible()
})

const ENDED = [
  {
    what: 'a change of the ticket under the cursor',
    name: 'Priority',
    code: 'property-picker',
    keys: 'p',
    types: 'low',
    does: (page: Page) => expect(rowsOf(page).first().getByText('Low')).toBeVisible(),
  },
  {
    what: 'a way to another page',
    name: 'Do or go to',
    code: 'palette',
    keys: 'ControlOrMeta+k',
    types: 'go to people',
    does: (page: Page) => expect(page).toHaveURL(/\/people$/),
  },
] as const

for (const { what, name, code, keys, types, does } of ENDED)
  test(`${what} that was ended by Enter before its box had come is done when it comes`, async ({
    page,
    desk,
    signIn,
  }) => {
    await fileMany(desk, 3)
    const held = await holdCode(page, code)
    await signIn(page, desk.ana)
    await openList(page)
    await page.keyboard.press('j')
    await page.keyboard.press(keys)
    await page.keyboard.type(types)
    await page.keyboard.press('Enter')
    held.letGo()
    await does(page)
    await expect(box(page, name)).toHaveCount(0)
  })

test('Enter behind the subject of a new ticket whose box had not come files nothing', async ({
  page,
  desk,
  signIn,
}) => {
  await desk.ticket()
  const held = await holdCode(page, 'new-ticket')
  await signIn(page, desk.ana)
  await openList(page)
  await page.keyboard.press('c')
  await page.keyboard.type('Broken')
  await page.keyboard.press('Enter')
  await page.keyboard.type(' pipe')
  held.letGo()
  await expect(box(page, 'New ticket').getByLabel('Subject')).toHaveValue('Broken pipe')
})

const PARTS = [
  {
    what: 'a ticket beside the list',
    code: 'detail',
    says: 'The ticket could not be loaded',
    shows: (page: Page) => page.getByTestId('detail'),
    async open(page: Page) {
      await openList(page, '/inbox?layout=split')
      await page.keyboard.press('j')
    },
  },
  {
    what: 'a request',
    code: 'request-screen',
    says: 'This part failed',
    shows: (page: Page) => page.getByRole('heading', { name: 'Laptop will not boot' }),
    async open(page: Page) {
      await page.goto('/portal')
      await page.getByRole('link', { name: 'Laptop will not boot' }).click()
    },
  },
] as const

for (const { what, code, says, shows, open } of PARTS)
  test(`${what} whose code cannot be had says so in its place, and comes by a press`, async ({
    page,
    desk,
    signIn,
    allow,
  }) => {
    allow(/ERR_FAILED|Failed to load resource/)
    await desk.ticket()
    const held = await holdCode(page, code)
    held.refuse()
    await signIn(page, code === 'detail' ? desk.ana : desk.jane)
    await open(page)
    const alert = page.getByRole('alert').filter({ hasText: says })
    await expect(alert).toBeVisible()
    held.letGo()
    await alert.getByRole('button', { name: 'Try again' }).click()
    await expect(shows(page)).toBeVisible()
  })

/**
 * Presses a key that means nothing in every turn of the page, wherever the focus is; answers how many of them reached
 * the page behind a box since the first was held back, until asked.
 */
async function pressEachTurn(page: Page): Promise<() => Promise<number>> {
  const seen = await page.evaluateHandle(() => {
    const counted = { pressed: 0, reached: 0, wasHeld: false, isOver: false }
    let isHere = false
    document.addEventListener('keydown', ({ key, target }) => {
      const isInBox = target instanceof Element && target.closest('[role=dialog]') !== null
      if (key === 'F20' && !isInBox) isHere = true
    })
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      counted.pressed += 1
      isHere = false
      const press = new KeyboardEvent('keydown', { key: 'F20', bubbles: true, cancelable: true })
      ;(document.activeElement ?? document.body).dispatchEvent(press)
      if (!isHere) counted.wasHeld = true
      else if (counted.wasHeld) counted.reached += 1
      if (!counted.isOver) port2.postMessage(undefined)
    }
    port2.postMessage(undefined)
    return counted
  })
  return () =>
    seen.evaluate((counted) => {
      counted.isOver = true
      if (!counted.wasHeld) throw new Error('no key was ever held back')
      return counted.reached
    })
}
