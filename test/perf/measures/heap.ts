import type { Measure } from '../measure.ts'
import type { Seat } from '../stage.ts'

const TICKETS = 50
const MB = 1024 * 1024

/** B17: what the page keeps after 50 tickets were opened, and after 50 more. */
export const heap: Measure = {
  name: 'heap',
  runs: 1,
  gates: {
    'B17 heap after 50 tickets': { unit: 'MB', most: 150 },
    'B17 more after the next 50': { unit: 'MB', most: 15 },
  },
  async run(stage) {
    return stage.withSeat(async (seat) => {
      await seat.page.goto('/inbox')
      await seat.page.locator('[data-testid=row]').nth(10).waitFor()
      await openMany(seat)
      const first = await heapMb(seat)
      await openMany(seat)
      return {
        'B17 heap after 50 tickets': first,
        'B17 more after the next 50': (await heapMb(seat)) - first,
      }
    })
  },
}

async function openMany({ page }: Seat): Promise<void> {
  for (let at = 0; at < TICKETS; at += 1) {
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.locator('[data-testid=detail] [data-message]').first().waitFor()
    await page.keyboard.press('u')
    await page.locator('[data-testid=row]').nth(5).waitFor()
  }
}

async function heapMb({ cdp }: Seat): Promise<number> {
  await cdp.send('Performance.enable')
  await cdp.send('HeapProfiler.collectGarbage')
  const { metrics } = await cdp.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN) / MB
}
