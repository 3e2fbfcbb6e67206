import type { BrowserContext, Page } from '@playwright/test'

/**
 * From its next document on no timer of so many ms or more fires in the page, or in any page of the context: what happens
 * all the same waited for no such timer, however slow the machine, and what a timer would take away stays.
 */
export async function withoutTimersFrom(where: Page | BrowserContext, delayMs: number): Promise<void> {
  await where.addInitScript((limitMs) => {
    const { setTimeout, setInterval } = window
    const never = () => {}
    window.setTimeout = ((run: TimerHandler, ms = 0, ...args: unknown[]) =>
      ms >= limitMs ? setTimeout(never, ms) : setTimeout(run, ms, ...args)) as typeof setTimeout
    window.setInterval = ((run: TimerHandler, ms = 0, ...args: unknown[]) =>
      ms >= limitMs ? setInterval(never, ms) : setInterval(run, ms, ...args)) as typeof setInterval
  }, delayMs)
}
