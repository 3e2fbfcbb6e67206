import type { Page } from '@playwright/test'
import type { Measure } from '../measure.ts'
import { percentile } from '../statistics.ts'

const TICKETS = 5

/**
 * B13: all that somebody does in a while with a quarter of the processor: through the list, into tickets, properties,
 * a draft, the palette. Of each press or key the longest of its events, to the next paint.
 */
export const interactions: Measure = {
  name: 'inp',
  runs: 3,
  gates: { 'B13 press or key to the paint, p98, CPU / 4': { unit: 'ms', most: 200 } },
  async run({ withSeat }) {
    return withSeat(
      async ({ page }) => {
        await page.goto('/inbox')
        await page.locator('[data-testid=row]').nth(10).waitFor()
        // What the page loads when it has time.
        await page.waitForTimeout(3_000)
        for (let at = 0; at < TICKETS; at += 1) await work(page)
        await keys(page, 'Control+k', ...'inbox', 'Escape')
        const { told, count } = await page.evaluate(() => ({
          told: [...window.probes.interactionMs.values()],
          count: performance.interactionCount,
        }))
        const untold = Math.max(0, count - told.length)
        return {
          'B13 press or key to the paint, p98, CPU / 4': percentile(
            [...told, ...Array.from({ length: untold }, () => 16)],
            98,
          ),
        }
      },
      { cpu: 4 },
    )
  },
}

/** From the list into the next ticket, and back. */
async function work(page: Page): Promise<void> {
  await keys(page, 'j', 'j', 'k', 'j', 'Enter')
  await page.locator('[data-testid=detail] [data-message]').first().waitFor()
  await keys(page, 's', ...'wai', 'Escape', 'a', ...'agent 1', 'Escape', ',', '.')
  await page.getByRole('tab', { name: 'Timeline' }).click()
  await page.getByRole('tab', { name: 'Conversation' }).click()
  await keys(page, 'n', ...'Not sent.', 'Escape')
  await page.keyboard.press('u')
  await page.locator('[data-testid=row]').nth(5).waitFor()
}

async function keys(page: Page, ...all: string[]): Promise<void> {
  for (const key of all) {
    await page.keyboard.press(key === ' ' ? 'Space' : key)
    await page.waitForTimeout(120)
  }
}

declare global {
  interface Performance {
    /** How many interactions there were, those that were not told too (Event Timing). */
    readonly interactionCount: number
  }
}
