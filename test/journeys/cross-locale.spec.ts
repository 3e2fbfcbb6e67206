import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { addressOf, SCREENS } from './screens.ts'

const ACCENTED = /[áçéğíñóšúýžÁÇÉÍÓŠÚÝ~]/

/** Names of teams, of the product and of keys: no language has others. */
const DATA = ['IT', 'HR', 'Docket', 'Ctrl', 'Shift', 'Enter', 'Esc']

/** Visible texts and names of controls that came out of no catalogue. What is data or a key's name is none. */
const hardCoded = (page: Page, data: readonly string[]) =>
  page
    .evaluate((data) => {
      const texts: string[] = []
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const parent = node.parentElement
        if (
          parent === null ||
          parent.closest('script, style, noscript, kbd, code, time, [data-message]') !== null
        )
          continue
        texts.push(node.textContent ?? '')
      }
      for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [data-tip]'))
        for (const name of ['aria-label', 'title', 'placeholder', 'data-tip'])
          if (element.closest('time') === null) texts.push(element.getAttribute(name) ?? '')
      return texts
        .map((text) => data.reduce((rest, one) => rest.replaceAll(one, ' '), text))
        .filter((text) => /[A-Za-z]{3}/.test(text))
    }, data)
    .then((texts) => texts.filter((text) => !ACCENTED.test(text)))

/** Buttons, links of the navigation and headings whose text runs over their place. */
const overflowing = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, nav a, h1, h2, label, th, [role=columnheader]')]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }))
      .filter((one) => {
        const style = getComputedStyle(one)
        const isCut = [one, ...one.querySelectorAll('*')].some(
          (part) => getComputedStyle(part).textOverflow === 'ellipsis',
        )
        return (
          !isCut &&
          style.overflow === 'visible' &&
          one.scrollWidth > one.clientWidth + 1 &&
          one.clientWidth > 0
        )
      })
      .map((one) => `${one.scrollWidth} in ${one.clientWidth}: ${one.outerHTML.slice(0, 160)}`),
  )

for (const names of SCREENS)
  test(`every text comes from the catalogue, and a third more of it still fits, on ${names.join(', ')}`, async ({
    page,
    desk,
    signIn,
  }) => {
    const ticket = await desk.ticket()
    await desk.reply(ticket.id, 'Have you tried another cable?')
    await signIn(page, desk.owner)
    const people = [desk.owner, desk.ana, desk.ben, desk.jane].flatMap(({ name, email }) => [email, name])
    const data = [desk.name, ticket.subject, ticket.key, ...people, ...DATA]
    for (const name of names) {
      await page.goto(`${addressOf(name, ticket, desk.it)}?locale=pseudo`)
      await expect(page.getByRole('heading', { level: 1 }), name).toBeVisible()
      expect(await hardCoded(page, data), name).toEqual([])
      expect(await overflowing(page), name).toEqual([])
    }
  })

test('the portal takes every text from the catalogue', async ({ page, desk, signIn }) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.jane)
  const data = [desk.name, ticket.subject, ticket.key, desk.jane.name, desk.jane.email, 'IT', 'HR', 'Docket']
  for (const path of ['/portal', '/portal/new', `/portal/requests/${ticket.key}`]) {
    await page.goto(`${path}?locale=pseudo`)
    await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible()
    expect(await hardCoded(page, data), path).toEqual([])
    expect(await overflowing(page), path).toEqual([])
  }
})

test('times are those of the reader: of their zone, in their language', async ({ openAs, desk }) => {
  const { createdAt } = await desk.ticket()
  const exact = async (locale: string, timezoneId: string) => {
    const page = await openAs(desk.ana, { locale, timezoneId })
    await page.goto('/inbox')
    const said = await page.getByTestId('row').locator('time').first().getAttribute('title')
    const at = await page.getByTestId('row').locator('time').first().getAttribute('datetime')
    const format = new Intl.DateTimeFormat(locale, {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: timezoneId,
    })
    expect(said).toBe(format.format(new Date(at ?? createdAt)))
    return said
  }
  const kolkata = await exact('en-GB', 'Asia/Kolkata')
  const berlin = await exact('de-DE', 'Europe/Berlin')
  expect(kolkata).not.toBe(berlin)
})
