import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { addressOf, SCREENS } from './screens.ts'
import { openTicket, write } from './writing.ts'

/**
 * Controls with less than so many pixels each way. A link within a sentence is none (WCAG 2.5.8), and what has a
 * label is pressed by it.
 */
const tooSmall = (page: Page, least: number) =>
  page.evaluate((least) => {
    const controls =
      'button, a[href], input, select, textarea, [role=button], [role=switch], [role=option], [role=tab]'
    const isInline = (element: Element) =>
      element.matches('a') &&
      getComputedStyle(element).display === 'inline' &&
      element.closest('p, li, td, dd, label') !== null
    return [...document.querySelectorAll(controls)]
      .filter(
        (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !isInline(one),
      )
      .filter(
        (one) =>
          !one.matches('[tabindex="-1"][aria-hidden]') && getComputedStyle(one).clipPath !== 'inset(50%)',
      )
      .flatMap((one) => {
        // A link that spreads over its row by what stands after it is as large as the row.
        const isSpread = getComputedStyle(one, '::after').position === 'absolute'
        const isBox = one.matches('[type=checkbox], [type=radio]')
        const label = one.closest('label') ?? (isBox ? (one as HTMLInputElement).labels?.[0] : undefined)
        const target = label ?? (isSpread ? (one as HTMLElement).offsetParent : null) ?? one
        const { width, height } = target.getBoundingClientRect()
        const isHidden = width <= 1 || height <= 1
        return isHidden || (width >= least - 0.5 && height >= least - 0.5)
          ? []
          : [`${Math.round(width)}x${Math.round(height)} ${one.outerHTML.slice(0, 140)}`]
      })
  }, least)

for (const names of SCREENS)
  test(`with a mouse every target has at least 24 px on ${names.join(', ')}`, async ({
    page,
    desk,
    signIn,
  }) => {
    const ticket = await desk.ticket()
    await signIn(page, desk.owner)
    for (const name of names) {
      await page.goto(addressOf(name, ticket, desk.it))
      await expect(page.getByRole('heading', { level: 1 }), name).toBeVisible()
      expect(await tooSmall(page, 24), name).toEqual([])
    }
  })

for (const [what, viewport] of [
  ['phone', { width: 390, height: 844 }],
  ['tablet', { width: 1024, height: 768 }],
] as const) {
  for (const names of SCREENS)
    test(`with a finger on a ${what} every target has at least 44 px on ${names.join(', ')}`, async ({
      openAs,
      desk,
    }) => {
      const ticket = await desk.ticket()
      const page = await openAs(desk.owner, { viewport, hasTouch: true, isMobile: true })
      for (const name of names) {
        await page.goto(addressOf(name, ticket, desk.it))
        await expect(page.getByRole('heading', { level: 1 }), name).toBeVisible()
        expect(await tooSmall(page, 44), name).toEqual([])
      }
    })

  test(`with a finger on a ${what} what one writes with, and a box, have such targets too`, async ({
    openAs,
    desk,
  }) => {
    const ticket = await desk.ticket()
    const page = await openAs(desk.ana, { viewport, hasTouch: true, isMobile: true })
    await openTicket(page, ticket)
    await write(page, 'r', 'Hold the power key')
    await expect(page.getByRole('toolbar', { name: 'Text format' })).toBeVisible()
    expect(await tooSmall(page, 44), 'the composer').toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('c')
    await expect(page.getByRole('dialog', { name: 'New ticket' }).getByLabel('Subject')).toBeFocused()
    expect(await tooSmall(page, 44), 'a new ticket').toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('p')
    await expect(page.getByRole('option').first()).toBeVisible()
    expect(await tooSmall(page, 44), 'a picker').toEqual([])
  })
}
