import type { Page } from '@playwright/test'
import { axeFindings } from './axe-findings.ts'
import { expect } from './fixtures.ts'

/** Expects that axe finds nothing on the page as it is, or on the part `within`, in the light theme and in the dark one. */
export async function expectAccessible(page: Page, what: string, within?: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await axeFindings(page, within), `${what}, ${colorScheme}`).toEqual([])
  }
}
