import type { Measure } from '../measure.ts'
import { paintedAfter } from '../painted.ts'

/** B15: the palette, from its key to its rows, and from a letter to other rows. */
export const palette: Measure = {
  name: 'palette',
  gates: {
    'B15 palette open': { unit: 'ms', most: 50 },
    'B15 first local results': { unit: 'ms', most: 50 },
  },
  async run(stage) {
    return stage.withSeat(async ({ page }) => {
      await page.goto('/inbox')
      await page.locator('[data-testid=row]').nth(10).waitFor()
      await page.keyboard.press('Control+k')
      await page.getByRole('option').first().waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('option').first().waitFor({ state: 'detached' })
      const openMs = await paintedAfter(page, () => page.keyboard.press('Control+k'), '[role=option]', 4)
      const foundMs = await paintedAfter(
        page,
        () => page.keyboard.press('t'),
        '[role=option][data-highlighted]',
      )
      return { 'B15 palette open': openMs, 'B15 first local results': foundMs }
    })
  },
}
