import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

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

test('what the menus of a list and of a ticket offer is in the palette too', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  for (const [path, menus] of [
    ['/tickets', [/^Display/, /account and look/]],
    [`/tickets/${ticket.key}`, [/^More/, /account and look/]],
  ] as const) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    const offered = await offeredByMenus(page, menus)
    expect(offered.length, path).toBeGreaterThan(6)
    const inPalette = await namedInPalette(page)
    const isThere = ({ name, keys }: Named) =>
      inPalette.some((row) => row.name.includes(name) || (keys !== '' && row.keys === keys))
    expect(
      offered.filter((one) => !isThere(one)),
      path,
    ).toEqual([])
  }
})
