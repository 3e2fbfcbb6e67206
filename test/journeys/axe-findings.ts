import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Screens that need nothing but somebody signed in, the one that is missing among them. */
export const AXE_ADDRESSES = [
  '/inbox',
  '/tickets',
  '/tickets?layout=split',
  '/people',
  '/teams',
  '/settings/appearance',
  '/settings/shortcuts',
  '/settings/replies',
  '/help',
  '/settings/nowhere',
]

/**
 * What axe finds on the page as it is, one line a place. With `within` it looks at that part alone: under an overlay the
 * page is covered, and axe would ask it for room.
 */
export async function axeFindings(page: Page, within?: string): Promise<string[]> {
  await page.evaluate(motionEnded)
  const builder = new AxeBuilder({ page }).withTags(RULES)
  const { violations } = await (within === undefined ? builder : builder.include(within)).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  )
}

/** What is still fading in has less contrast than it will have. */
async function motionEnded(): Promise<void> {
  const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations === 1)
  await Promise.allSettled(ending.map(({ finished }) => finished))
}
