import type { Locator, Page } from '@playwright/test'
import { ACTIONS } from '../../web/app/keys/actions.ts'
import { en } from '../../web/locales/en.ts'
import { keyNames } from '../../web/ui/key-names.ts'
import { expect, test } from './fixtures.ts'
import { composerOf, openTicket, write } from './writing.ts'

type Named = { name: string; keys: string }

/** The rows of a menu or of the palette: what they say, and the keys that they show. */
const namedRows = (rows: Locator) =>
  rows.evaluateAll((all) =>
    all.map((row): Named => {
      const name = row.querySelector(':scope > span:not([aria-hidden])')?.textContent ?? ''
      const keys = [...row.querySelectorAll('kbd')].map((cap) => cap.textContent).join(' ')
      return { name: name.toLowerCase(), keys }
    }),
  )

/** What these menu buttons of the present screen offer. */
async function offeredByMenus(page: Page, names: readonly RegExp[]): Promise<Named[]> {
  const offered: Named[] = []
  for (const name of names) {
    await page.getByRole('button', { name }).click()
    const items = page.getByRole('menu').locator('[role^=menuitem]')
    await expect(items.first()).toBeVisible()
    offered.push(...(await namedRows(items)))
    await page.keyboard.press('Escape')
    await expect(page.getByRole('menu')).toBeHidden()
  }
  return offered
}

async function namedInPalette(page: Page): Promise<Named[]> {
  await page.keyboard.press('Control+k')
  const rows = page.getByRole('option')
  await expect(rows.first()).toBeVisible()
  const named = await namedRows(rows)
  await page.keyboard.press('Escape')
  return named
}

/** What a menu offers and the palette does not; keys of a menu are those of the palette. */
function missingIn(palette: readonly Named[], offered: readonly Named[]): Named[] {
  const isThere = ({ name, keys }: Named) =>
    palette.some((row) => (keys === '' ? row.name.includes(name) : row.keys === keys))
  return offered.filter((one) => !isThere(one))
}

test('what the menus of a list and of a ticket offer is in the palette too, with the same keys', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  for (const [path, menus, withKeys] of [
    ['/tickets', [/^Display/, /account and look/], 0],
    [`/tickets/${ticket.key}`, [/^More/, /account and look/], 2],
  ] as const) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    const offered = await offeredByMenus(page, menus)
    expect(offered.length, path).toBeGreaterThan(6)
    expect(offered.filter(({ keys }) => keys !== '').length, path).toBeGreaterThanOrEqual(withKeys)
    expect(missingIn(await namedInPalette(page), offered), path).toEqual([])
  }
})

test('what the menu of a row offers is in the palette for whoever names the row, and works from there', async ({
  page,
  desk,
  signIn,
}) => {
  await signIn(page, desk.owner)
  for (const path of ['/people', `/teams/${desk.it.id}`]) {
    await page.goto(path)
    const menu = page.getByRole('button', { name: /Ben Okoro/ }).first()
    await expect(menu).toBeVisible()
    const offered = await offeredByMenus(page, [/Ben Okoro/])
    expect(offered.length, path).toBeGreaterThan(2)
    await page.keyboard.press('Control+k')
    const all = await namedRows(page.getByRole('option'))
    expect(
      all.filter(({ name }) => name.includes('ben okoro')),
      'not before one is named',
    ).toEqual([])
    await page.keyboard.type('ben okoro')
    const rows = page.getByRole('option')
    await expect(rows.first()).toContainText('Ben Okoro: ')
    const named = (await namedRows(rows)).map(({ name }) => name.replace('ben okoro: ', ''))
    // What he is already is nothing to do.
    expect(
      offered.map(({ name }) => name).filter((name) => !named.includes(name)),
      path,
    ).toEqual(['agent'])
    await page.keyboard.press('Escape')
  }
  await page.goto('/people')
  await expect(page.getByRole('button', { name: /Ben Okoro/ })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('okoro deactivate')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('toast')).toContainText('Ben Okoro')
  await expect(page.getByRole('row').filter({ hasText: 'Ben Okoro' })).toContainText(/deactivated|inactive/i)
})

test('every way to send that the menu beside the text offers is in the palette, and works from there', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await openTicket(page, ticket)
  await write(page, 'r', 'Hold the power key')
  const offered = await offeredByMenus(page, [/^Choose how to send/])
  expect(offered.length).toBe(4)
  await composerOf(page, 'reply').focus()
  expect(missingIn(await namedInPalette(page), offered)).toEqual([])
  await composerOf(page, 'reply').focus()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('send & resolve')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('queued-reply')).toContainText('Hold the power key')
  await expect(page.getByTestId('queued-reply')).toContainText(/Resolved/i)
})

test('what the menu of a phone offers is in the palette too', async ({ desk, openAs }) => {
  const page = await openAs(desk.owner, { viewport: { width: 390, height: 844 } })
  await page.goto('/inbox')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const offered = await offeredByMenus(page, [/^More$/])
  expect(offered.length).toBeGreaterThan(4)
  expect(missingIn(await namedInPalette(page), offered)).toEqual([])
})

test('the palette shows the keys of every action that has some', async ({ page, desk, signIn }) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  const known = new Map(
    Object.values(ACTIONS).map(({ label, keys: [first = ''] }) => [en[label].toLowerCase(), first]),
  )
  for (const path of ['/inbox', `/tickets/${ticket.key}`]) {
    await page.goto(path)
    await expect(page.getByTestId('conn')).toHaveText('Live')
    const rows = await namedInPalette(page)
    expect(rows.length).toBeGreaterThan(20)
    const wanted = rows.map(({ name }) => {
      const keys = known.get(name)
      return { name, keys: keys === undefined || keys === '' ? '' : keyNames(keys, false).join(' ') }
    })
    expect(rows, path).toEqual(wanted)
  }
})
