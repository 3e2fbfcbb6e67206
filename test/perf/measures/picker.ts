import type { Measure } from '../measure.ts'
import { paintedAfter } from '../painted.ts'
import { percentile } from '../statistics.ts'

/** B8: the picker of the assignee among more than 200 agents. */
export const picker: Measure = {
  name: 'picker',
  gates: {
    'B8 picker of 200 opened': { unit: 'ms', most: 100 },
    'B8 typing in it, p98': { unit: 'ms', most: 100 },
  },
  async run(stage) {
    return stage.withSeat(async ({ page }) => {
      await page.goto(`/tickets/${stage.longTicketKey}`)
      await page.locator('[data-testid=detail] [data-message]').first().waitFor()
      await page.waitForTimeout(1_000)
      await page.keyboard.press('a')
      await page.getByRole('option').nth(7).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('option').first().waitFor({ state: 'detached' })
      const openMs = await paintedAfter(page, () => page.keyboard.press('a'), '[role=option]', 8)
      await page.evaluate(() => {
        window.probes.keyMs = []
      })
      for (const key of 'agent 12') {
        await page.keyboard.press(key === ' ' ? 'Space' : key)
        await page.waitForTimeout(120)
      }
      const told = await page.evaluate(() => window.probes.keyMs)
      return {
        'B8 picker of 200 opened': openMs,
        'B8 typing in it, p98': told.length === 0 ? 16 : percentile(told, 98),
      }
    })
  },
}
