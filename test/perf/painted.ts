import type { Page } from '@playwright/test'

declare global {
  interface Window {
    painted: Promise<number>
  }
}

/**
 * Does something that presses a key or the pointer once, and answers the ms from the press as the browser stamps it until
 * `least` elements that `selector` names are there and painted.
 */
export async function paintedAfter(
  page: Page,
  press: () => Promise<void>,
  selector: string,
  least = 1,
): Promise<number> {
  // The clock is armed before the press is sent: a promise that is handed out could be late.
  await page.evaluate(
    ({ selector, least }) => {
      window.painted = window.probes.paintedAfterPress(selector, least)
    },
    { selector, least },
  )
  await press()
  return page.evaluate(() => window.painted)
}
