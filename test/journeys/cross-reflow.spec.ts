import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { addressOf, SCREENS } from './screens.ts'
import { openTicket, write } from './writing.ts'

/** A page of 1440 x 900 at 200 %, and the narrowest that WCAG 1.4.10 asks for. */
const SIZES = [
  ['at 200 % zoom', { width: 720, height: 450 }],
  ['at 320 px', { width: 320, height: 568 }],
] as const

/** What sticks out of the page sideways: the page itself, and visible controls that end outside of it. */
const sticksOut = (page: Page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth
    const inTable = (element: Element) => element.closest('table, [role=grid]') !== null
    const wide = [...document.querySelectorAll('body, main, main *, header, aside, nav')]
      .filter((element) => !inTable(element) && element.checkVisibility({ visibilityProperty: true }))
      .filter((element) => {
        const { left, right, width: own } = element.getBoundingClientRect()
        return own > 1 && (right > width + 1 || left < -1)
      })
    const scrolls = document.documentElement.scrollWidth > width
    return [
      ...(scrolls ? ['the page scrolls sideways'] : []),
      ...wide.map((one) => one.outerHTML.slice(0, 160)),
    ]
  })

for (const [what, viewport] of SIZES)
  for (const names of SCREENS)
    test(`nothing is lost and nothing scrolls two ways ${what} on ${names.join(', ')}`, async ({
      page,
      desk,
      signIn,
    }) => {
      const ticket = await desk.ticket({
        subject: 'A rather long subject that would like to have much more room',
      })
      await desk.reply(ticket.id, `A long word: ${'x'.repeat(120)}`)
      await page.setViewportSize(viewport)
      await signIn(page, desk.owner)
      for (const name of names) {
        await page.goto(addressOf(name, ticket, desk.it))
        await expect(page.getByRole('heading', { level: 1 }), name).toBeVisible()
        await expect(page.getByRole('button', { name: /account and look|More/ }).first(), name).toBeVisible()
        expect(await sticksOut(page), `${name} ${what}`).toEqual([])
      }
    })

for (const [what, viewport] of SIZES)
  test(`a reply, a new ticket and a picker fit ${what}`, async ({ page, desk, signIn }) => {
    const ticket = await desk.ticket()
    await page.setViewportSize(viewport)
    await signIn(page, desk.ana)
    await openTicket(page, ticket)
    await write(page, 'r', `A long word: ${'x'.repeat(120)}`)
    await expect(page.getByRole('toolbar', { name: 'Text format' })).toBeVisible()
    expect(await sticksOut(page), 'the composer').toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('c')
    const box = page.getByRole('dialog', { name: 'New ticket' })
    await expect(box.getByLabel('Subject')).toBeFocused()
    expect(await sticksOut(page), 'a new ticket').toEqual([])
    await box.getByRole('button', { name: 'Create', exact: true }).scrollIntoViewIfNeeded()
    await expect(box.getByRole('button', { name: 'Create', exact: true })).toBeInViewport({ ratio: 1 })
    await page.keyboard.press('Escape')
    await page.keyboard.press('p')
    await expect(page.getByRole('option').last()).toBeInViewport({ ratio: 1 })
    expect(await sticksOut(page), 'a picker').toEqual([])
  })

test('a requester reads, writes and asks at 320 px', async ({ page, desk, signIn }) => {
  const ticket = await desk.ticket()
  await page.setViewportSize({ width: 320, height: 568 })
  await signIn(page, desk.jane)
  for (const path of ['/portal', '/portal/new', `/portal/requests/${ticket.key}`]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible()
    expect(await sticksOut(page), path).toEqual([])
  }
})
