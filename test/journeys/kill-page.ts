import type { Page } from '@playwright/test'

/** Ends the process of a page: it says nothing to anybody any more, and nothing in it runs on. */
export async function killPage(page: Page): Promise<void> {
  const dead = page.waitForEvent('crash')
  const browser = await page.context().newCDPSession(page)
  void browser.send('Page.crash').catch(() => undefined)
  await dead
}
