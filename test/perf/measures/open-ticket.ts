import type { Page } from '@playwright/test'
import type { Measure } from '../measure.ts'
import { paintedAfter } from '../painted.ts'
import { percentile } from '../statistics.ts'

const OPENED = 12

/** B6 and B14: from Enter on a row to its conversation on the screen, for a ticket that was preheated by moving there. */
export const openTicket: Measure = {
  name: 'open',
  gates: {
    'B6 first ticket opened': { unit: 'ms', most: 250 },
    'B6 further tickets opened, p75': { unit: 'ms', most: 100 },
    'B14 seen within 200 ms': { unit: '%', least: 90 },
  },
  async run(stage) {
    return stage.withSeat(async ({ page }) => {
      await page.goto('/inbox')
      await page.locator('[data-testid=row]').nth(10).waitFor()
      const times: number[] = []
      for (let at = 0; at < OPENED; at += 1) times.push(await openNext(page))
      const [first = Number.NaN, ...further] = times
      return {
        'B6 first ticket opened': first,
        'B6 further tickets opened, p75': percentile(further, 75),
        'B14 seen within 200 ms': (100 * times.filter((ms) => ms <= 200).length) / times.length,
      }
    })
  },
}

async function openNext(page: Page): Promise<number> {
  await page.keyboard.press('j')
  // Time to preheat, as somebody takes who reads the row.
  await page.waitForTimeout(400)
  const ms = await paintedAfter(
    page,
    () => page.keyboard.press('Enter'),
    '[data-testid=detail] [data-message]',
  )
  await page.keyboard.press('u')
  await page.locator('[data-testid=row]').nth(5).waitFor()
  return ms
}
