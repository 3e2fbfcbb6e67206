import type { Locator, Page } from '@playwright/test'
import { expect } from './fixtures.ts'

/** The field of a mode in the composer; there only while that mode is chosen. */
export function composerOf(page: Page, mode: 'reply' | 'note'): Locator {
  return page.getByTestId('composer').getByTestId(mode).getByRole('textbox')
}

/** Opens a ticket and waits until its conversation is there. */
export async function openTicket(page: Page, { id, key }: { id: string; key: string }): Promise<void> {
  await page.goto(`/tickets/${key}`)
  await expect(page.locator(`[data-testid=detail][data-ticket="${id}"] [data-message]`).first()).toBeVisible()
  await expect(page.getByTestId('conn')).toHaveText('Live')
}

/** Opens the composer by its key, as people do, and types. */
export async function write(page: Page, key: 'r' | 'n', text: string): Promise<void> {
  await page.keyboard.press(key)
  await expect(composerOf(page, key === 'r' ? 'reply' : 'note')).toBeFocused()
  await page.keyboard.type(text)
}
