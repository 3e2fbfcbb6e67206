import type { Page } from '@playwright/test'
import { AXE_ADDRESSES, axeFindings } from '../../journeys/axe-findings.ts'
import type { Measure } from '../measure.ts'

/** Boxes over a ticket: what opens each, and what it is. */
const OVERLAYS = [
  ['Control+k', '[role=dialog]'],
  ['?', '[role=dialog]'],
  ['c', '[role=dialog]'],
  ['s', ':has(> [role=listbox])'],
  ['a', ':has(> [role=listbox])'],
  ['p', ':has(> [role=listbox])'],
] as const

/** B19: what axe finds on each screen and each box over it, light and dark, with as much on them as a busy desk has. */
export const accessibility: Measure = {
  name: 'axe',
  runs: 1,
  gates: {
    'B19 findings of axe, screens': { unit: '', most: 0 },
    'B19 findings of axe, boxes over them': { unit: '', most: 0 },
  },
  async run({ desk, longTicketKey, withSeat }) {
    return withSeat(
      async ({ page }) => {
        const ticket = `/tickets/${longTicketKey}`
        let screens = 0
        for (const path of [...AXE_ADDRESSES, ticket, `/teams/${desk.it.id}`]) {
          await page.goto(path)
          await page.getByRole('heading', { level: 1 }).waitFor()
          await page.waitForTimeout(1_000)
          screens += await found(page, path)
        }
        await page.goto(ticket)
        await page.locator('[data-testid=detail] [data-message]').first().waitFor()
        let boxes = 0
        for (const [key, box] of OVERLAYS) {
          await page.keyboard.press(key)
          await page.locator(box).last().waitFor()
          boxes += await found(page, `what ${key} opens`, box)
          await page.keyboard.press('Escape')
          await page.locator(box).last().waitFor({ state: 'detached' })
        }
        return { 'B19 findings of axe, screens': screens, 'B19 findings of axe, boxes over them': boxes }
      },
      { person: desk.owner },
    )
  },
}

/** How many axe finds in both themes; each is told on the terminal. */
async function found(page: Page, what: string, within?: string): Promise<number> {
  let count = 0
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const findings = await axeFindings(page, within)
    for (const finding of findings) console.log(`${what}, ${colorScheme}: ${finding}`)
    count += findings.length
  }
  return count
}
