import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { addressOf } from './screens.ts'

/** What is wrong with what has focus: no ring, or something lies over it. Undefined when nothing is; `end` on the page. */
const faultOfFocus = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement
    if (element === null || element === document.body) return 'end'
    const name = element.outerHTML.slice(0, 140)
    const style = getComputedStyle(element)
    const around = element.closest(':has(> :focus-visible), :focus-within') ?? element
    const hasRing = (one: CSSStyleDeclaration) =>
      one.outlineStyle !== 'none' && Number.parseFloat(one.outlineWidth) >= 2
    const isEditable = element.matches('input, textarea, [contenteditable]')
    if (!hasRing(style) && !hasRing(getComputedStyle(around)) && !isEditable && element.id !== 'main')
      return `no ring: ${name}`
    const { left, top, width, height } = element.getBoundingClientRect()
    const x = left + width / 2
    const y = top + Math.min(height / 2, 20)
    const over = document.elementFromPoint(x, y)
    const isSeen = over !== null && (element.contains(over) || over.contains(element))
    if (!isSeen) return `covered by ${over?.outerHTML.slice(0, 100)}: ${name}`
    return undefined
  })

for (const path of [
  '/inbox',
  '/tickets?layout=split',
  '/people',
  'team',
  '/settings/shortcuts',
  '/settings/appearance',
  '/settings/replies',
  'ticket',
]) {
  test(`the focus is seen wherever Tab leads on ${path}`, async ({ page, desk, signIn }) => {
    const ticket = await desk.ticket()
    for (const subject of ['VPN drops', 'No sound', 'Second screen']) await desk.ticket({ subject })
    await desk.reply(ticket.id, 'Have you tried another cable?')
    await page.setViewportSize({ width: 1280, height: 500 })
    await signIn(page, desk.owner)
    await page.goto(addressOf(path, ticket, desk.it))
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    const faults: string[] = []
    let seen = 0
    for (; seen < 80; seen += 1) {
      await page.keyboard.press('Tab')
      const fault = await faultOfFocus(page)
      if (fault === 'end') break
      if (fault !== undefined) faults.push(fault)
    }
    expect(faults).toEqual([])
    expect(seen).toBeGreaterThan(8)
  })
}
