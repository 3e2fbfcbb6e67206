import type { Locator, Page } from '@playwright/test'

/** A person at keyboard and mouse. Each step is done at once and counted as the time that it takes people. */
export type Hand = {
  type(text: string): Promise<void>
  press(key: string): Promise<void>
  click(target: Locator): Promise<void>
  /** Seconds a person would have needed for all of it until now, without waiting for the desk. */
  seconds(): number
}

/**
 * Counts by the Keystroke-Level Model (Card, Moran and Newell, 1980): a key 0.28 s, as 40 words a minute are; pointing
 * 1.1 s, the button 0.2 s, the way from the keyboard to the mouse 0.4 s; 1.35 s to think before a step. With
 * `JOURNEYS_PACE=human` it takes that long as well, for a stop-watch or for watching.
 */
export function createHand(page: Page): Hand {
  let total = 0
  const takes = async (seconds: number) => {
    total += seconds
    if (process.env.JOURNEYS_PACE === 'human') await new Promise((done) => setTimeout(done, seconds * 1_000))
  }
  return {
    async type(text) {
      await takes(THINK_S + text.length * KEY_S)
      await page.keyboard.type(text)
    },
    async press(key) {
      await takes(KEY_S * key.split('+').length)
      await page.keyboard.press(key)
    },
    async click(target) {
      await takes(THINK_S + POINT_S + BUTTON_S + TO_MOUSE_S)
      await target.click()
    },
    seconds: () => total,
  }
}

const KEY_S = 0.28
const POINT_S = 1.1
const BUTTON_S = 0.2
const TO_MOUSE_S = 0.4
const THINK_S = 1.35
