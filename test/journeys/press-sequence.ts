import type { Page } from '@playwright/test'

/**
 * Presses keys of a sequence (`g` then `w`) one right after the other: both are on their way before the first is
 * answered. The page gives up a sequence after 1.2 s, which a busy machine needs at times for one press and its answer.
 */
export async function pressSequence(page: Page, ...keys: readonly string[]): Promise<void> {
  await Promise.all(keys.map((key) => page.keyboard.press(key)))
}
