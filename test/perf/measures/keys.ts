import type { Measure } from '../measure.ts'
import type { Stage } from '../stage.ts'
import { percentile } from '../statistics.ts'

const PRESSES = 60
const APART_MS = 120

/** B5: from a key that moves the cursor to its paint. Keys come 120 ms apart: closer together they would measure a queue. */
export const keys: Measure = {
  name: 'keys',
  gates: {
    'B5 J and K to the paint, p75': { unit: 'ms', most: 40 },
    'B5 J and K to the paint, p98': { unit: 'ms', most: 100 },
    'B5 J and K to the paint, p98, CPU / 4': { unit: 'ms', most: 200 },
  },
  async run(stage) {
    const usual = await pressed(stage, 1)
    const slow = await pressed(stage, 4)
    return {
      'B5 J and K to the paint, p75': percentile(usual, 75),
      'B5 J and K to the paint, p98': percentile(usual, 98),
      'B5 J and K to the paint, p98, CPU / 4': percentile(slow, 98),
    }
  },
}

async function pressed(stage: Stage, cpu: number): Promise<number[]> {
  return stage.withSeat(
    async ({ page }) => {
      await page.goto('/inbox')
      await page.locator('[data-testid=row]').nth(10).waitFor()
      for (let at = 0; at < PRESSES; at += 1) {
        await page.keyboard.press(at % 4 === 3 ? 'k' : 'j')
        await page.waitForTimeout(APART_MS)
      }
      const told = await page.evaluate(() => window.probes.keyMs)
      // What took less than a frame is not told.
      const untold = Math.max(0, PRESSES - told.length)
      return [...told, ...Array.from({ length: untold }, () => 16)]
    },
    { cpu },
  )
}
