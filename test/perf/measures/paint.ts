import type { Page } from '@playwright/test'
import type { Measure } from '../measure.ts'
import type { Stage, Throttle } from '../stage.ts'

const ROW = '[data-testid=row]'

/** B1 to B4 and B21: how soon the list is seen, and what had to come for it. */
export const paint: Measure = {
  name: 'paint',
  gates: {
    'B2 list seen, cold': { unit: 'ms', most: 900 },
    'B3 list seen, cold, CPU / 4, 9 Mbit': { unit: 'ms', most: 2_000 },
    'B4 list seen again': { unit: 'ms', most: 400 },
    'B4 list seen again, CPU / 4': { unit: 'ms', most: 1_000 },
    'B1 scripts before it, on the wire': { unit: 'KB', most: 190 },
    'B21 requests before it': { unit: '', most: 6 },
  },
  async run(stage) {
    const usual = await seen(stage, {})
    const slow = await seen(stage, { cpu: 4, network: true })
    const again4 = await seen(stage, { cpu: 4 })
    return {
      'B2 list seen, cold': usual.coldMs,
      'B3 list seen, cold, CPU / 4, 9 Mbit': slow.coldMs,
      'B4 list seen again': usual.warmMs,
      'B4 list seen again, CPU / 4': again4.warmMs,
      'B1 scripts before it, on the wire': usual.scriptKb,
      'B21 requests before it': usual.requests,
    }
  },
}

async function seen(stage: Stage, throttle: Throttle) {
  return stage.withSeat(async ({ page }) => {
    await page.goto('/inbox')
    const coldMs = await lcp(page)
    const loaded = await page.evaluate((lcpMs) => {
      const all = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
      const before = all.filter(({ startTime }) => startTime < lcpMs)
      const scripts = before.filter(({ name }) => name.endsWith('.js'))
      return {
        requests: before.length,
        scriptKb: scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1000,
      }
    }, coldMs)
    await page.waitForLoadState('networkidle').catch(() => undefined)
    await page.reload()
    return { coldMs, ...loaded, warmMs: await lcp(page) }
  }, throttle)
}

/** The largest paint once rows are there and two frames went by. */
async function lcp(page: Page): Promise<number> {
  await page.locator(ROW).nth(10).waitFor()
  // The browser tells of it a little later.
  await page.waitForFunction(() => window.probes.lcpMs > 0)
  return page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame)
    return window.probes.lcpMs
  })
}
