import type { Page } from '@playwright/test'
import type { Measure } from '../measure.ts'
import { percentile } from '../statistics.ts'

const OPENED = 6
/** The tickets under the cursor and after it are preheated: those further on are not. */
const APART = 3

/** B7: from a press on a row of which nothing was preheated: its header, which the row knows, and its conversation. */
export const openUncached: Measure = {
  name: 'uncached',
  gates: {
    'B7 header of a ticket not read before, p75': { unit: 'ms', most: 100 },
    "B7 its conversation, beyond the server's time, p75": { unit: 'ms', most: 150 },
  },
  async run({ withSeat }) {
    return withSeat(async ({ page }) => {
      await page.goto('/inbox')
      await page.locator('[data-testid=row]').nth(10).waitFor()
      await page.getByTestId('conn').getByText('Live').waitFor()
      // What the page loads when it has time.
      await page.waitForTimeout(2_000)
      const times: { headerMs: number; beyondMs: number }[] = []
      for (let at = 0; at < OPENED; at += 1) times.push(await openAt(page, 2 + at * APART))
      return {
        'B7 header of a ticket not read before, p75': percentile(
          times.map(({ headerMs }) => headerMs),
          75,
        ),
        "B7 its conversation, beyond the server's time, p75": percentile(
          times.map(({ beyondMs }) => beyondMs),
          75,
        ),
      }
    })
  },
}

/** Opens the ticket in a row by a press that follows the pointer's coming at once, and goes back. */
async function openAt(page: Page, row: number): Promise<{ headerMs: number; beyondMs: number }> {
  const element = page.locator(`[data-testid=row][aria-rowindex="${row}"]`)
  // Its place, with nothing read: the row is in sight or drawn below it.
  const box = await element.boundingBox()
  if (box === null) throw new Error(`row ${row} is not drawn`)
  await page.evaluate(() => {
    performance.clearResourceTimings()
    const { paintedAfterPress } = window.probes
    window.paintedBoth = Promise.all([
      paintedAfterPress('[data-testid=detail] header :is(h1, h2)'),
      paintedAfterPress('[data-testid=detail] [data-message]'),
    ])
  })
  await page.mouse.click(box.x + 300, box.y + box.height / 2)
  const [headerMs, conversationMs] = await page.evaluate(() => window.paintedBoth)
  const serverMs = await page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => /\/api\/v1\/tickets\/[^/]+\/(messages|events)/.test(name))
      .reduce((most, { requestStart, responseStart }) => Math.max(most, responseStart - requestStart), 0),
  )
  if (serverMs === 0) throw new Error(`row ${row} was read before: nothing was asked`)
  await page.keyboard.press('u')
  await page.locator('[data-testid=row]').nth(5).waitFor()
  await page.mouse.move(5, 5)
  return { headerMs, beyondMs: conversationMs - serverMs }
}

declare global {
  interface Window {
    paintedBoth: Promise<[number, number]>
  }
}
