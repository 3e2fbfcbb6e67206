import type { Measure } from '../measure.ts'
import { percentile } from '../statistics.ts'

const WORDS = 2_000
const KEYS = 200

/** B9: typing into a draft of 2,000 words. */
export const typing: Measure = {
  name: 'typing',
  gates: { 'B9 typing in a draft of 2,000 words, p98': { unit: 'ms', most: 50 } },
  async run(stage) {
    const ticket = await stage.desk.ticket({ subject: 'One with a long draft' })
    return stage.withSeat(async ({ page }) => {
      await page.goto(`/tickets/${ticket.key}`)
      await page.locator('[data-testid=detail] [data-message]').first().waitFor()
      await page.keyboard.press('r')
      const field = page.getByTestId('composer').locator('[contenteditable=true], textarea').first()
      await field.waitFor()
      await field.focus()
      await page.keyboard.insertText(`${'word '.repeat(WORDS)}`)
      await page.waitForTimeout(2_500)
      await page.evaluate(() => {
        window.probes.keyMs = []
      })
      for (let at = 0; at < KEYS; at += 1) {
        await page.keyboard.press('e')
        await page.waitForTimeout(60)
      }
      const told = await page.evaluate(() => window.probes.keyMs)
      const untold = Math.max(0, KEYS - told.length)
      return {
        'B9 typing in a draft of 2,000 words, p98': percentile(
          [...told, ...Array.from({ length: untold }, () => 16)],
          98,
        ),
      }
    })
  },
}
