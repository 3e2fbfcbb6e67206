import { join } from 'node:path'
import type { Page } from '@playwright/test'

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'pictures')

/** With `JOURNEYS_PICTURES=1` keeps what the page shows as a picture of the README; else nothing. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.JOURNEYS_PICTURES === undefined) return
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' })
}
