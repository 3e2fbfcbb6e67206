import type { Page } from '@playwright/test'
import type { Measure } from '../measure.ts'

const ROWS = 1_000
const SCROLL_MS = 4_000

/** B11 and B18: scrolling through 1,000 rows for 4 s, and how much the page holds meanwhile. */
export const longList: Measure = {
  name: 'scroll',
  gates: {
    'B11 frames in a second': { unit: '', least: 55 },
    'B11 frames over 25 ms': { unit: '%', most: 5 },
    'B11 longest frame of work': { unit: 'ms', most: 100 },
    'B18 nodes with 1,000 rows': { unit: '', most: 3_500 },
  },
  async run(stage) {
    return stage.withSeat(async ({ page, cdp }) => {
      await page.goto('/tickets')
      await page.locator('[data-testid=row]').nth(10).waitFor()
      await loadRows(page)
      await page.evaluate(() => {
        window.probes.longFrameMs = []
      })
      const frames = page.evaluate((ms) => window.probes.frames(ms), SCROLL_MS)
      await page.mouse.move(700, 500)
      const endsAt = Date.now() + SCROLL_MS
      while (Date.now() < endsAt) await page.mouse.wheel(0, -120)
      const deltas = (await frames).slice(1)
      const longest = await page.evaluate(() => Math.max(0, ...window.probes.longFrameMs))
      await cdp.send('HeapProfiler.collectGarbage')
      const nodes = await page.evaluate(() => document.querySelectorAll('*').length)
      return {
        'B11 frames in a second': (1000 * deltas.length) / deltas.reduce((sum, ms) => sum + ms, 0),
        'B11 frames over 25 ms': (100 * deltas.filter((ms) => ms > 25).length) / deltas.length,
        'B11 longest frame of work': longest,
        'B18 nodes with 1,000 rows': nodes,
      }
    })
  },
}

/** Goes to the end again and again until so many rows are loaded. */
async function loadRows(page: Page): Promise<void> {
  const grid = page.getByTestId('list')
  await page.mouse.move(700, 500)
  for (;;) {
    const rows = await grid.evaluate((list) => {
      const last = Math.max(
        0,
        ...[...list.querySelectorAll('[aria-rowindex]')].map((row) =>
          Number(row.getAttribute('aria-rowindex')),
        ),
      )
      return last
    })
    if (rows >= ROWS) return
    await page.mouse.wheel(0, 20_000)
    await page.waitForFunction(
      (before) =>
        [...document.querySelectorAll('[aria-rowindex]')].some(
          (row) => Number(row.getAttribute('aria-rowindex')) > before,
        ),
      rows,
    )
  }
}
