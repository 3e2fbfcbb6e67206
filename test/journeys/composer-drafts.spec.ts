import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { pressSequence } from './press-sequence.ts'
import { withoutTimersFrom } from './short-timers.ts'
import { composerOf, openTicket, write } from './writing.ts'

test('a draft outlives a colleague at work on the ticket, and a change of ticket', async ({
  page,
  desk,
  signIn,
}) => {
  const [ticket, other] = [await desk.ticket(), await desk.ticket({ subject: 'VPN drops' })]
  await signIn(page, desk.ana)
  await openTicket(page, ticket)
  await write(page, 'r', 'Half an answer')
  await saved(page, 'server')
  await desk.call(desk.ben, 'POST', `/tickets/${ticket.id}/assign`, { assigneeId: desk.ben.id })
  await desk.call(desk.ben, 'POST', `/tickets/${ticket.id}/transition`, { status: 'IN_PROGRESS' })
  await expect(page.getByTestId('detail')).toContainText('In progress')
  await expect(composerOf(page, 'reply')).toHaveText('Half an answer')
  await page.keyboard.press('Escape')
  await pressSequence(page, 'g', 'w')
  await expect(
    page.getByTestId('row').filter({ hasText: ticket.key }).getByTestId('draft-mark'),
  ).toBeVisible()
  await page.getByTestId('row').filter({ hasText: other.key }).getByRole('link').click()
  await expect(page.getByTestId('detail')).toHaveAttribute('data-ticket', other.id)
  await page.keyboard.press('r')
  await expect(composerOf(page, 'reply')).toBeFocused()
  await expect(composerOf(page, 'reply')).toHaveText('')
  await page.keyboard.press('Escape')
  await pressSequence(page, 'g', 'w')
  await page.getByTestId('row').filter({ hasText: ticket.key }).getByRole('link').click()
  await expect(page.getByTestId('detail')).toHaveAttribute('data-ticket', ticket.id)
  await expect(composerOf(page, 'reply')).toHaveText('Half an answer')
})

test('a draft outlives a reload and a crash', async ({ desk, openAs }) => {
  const ticket = await desk.ticket()
  const page = await openAs(desk.ana)
  await openTicket(page, ticket)
  await write(page, 'r', 'Half an answer')
  await saved(page, 'here')
  await page.reload()
  await expect(composerOf(page, 'reply')).toHaveText('Half an answer')
  await composerOf(page, 'reply').click()
  await page.keyboard.press('ControlOrMeta+End')
  await page.keyboard.type(' and more')
  await saved(page, 'server')
  await page.context().close()
  const after = await openAs(desk.ana)
  await openTicket(after, ticket)
  await expect(composerOf(after, 'reply')).toHaveText('Half an answer and more')
})

test('a draft outlives signing out and in, and leaves nothing on the device meanwhile', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await openTicket(page, ticket)
  await write(page, 'n', 'Not for everybody')
  await saved(page, 'here')
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('sign out')
  await page.getByRole('option', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  const kept = await page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    local: Object.values({ ...localStorage, ...sessionStorage }).join('\n'),
  }))
  expect(kept).toMatchObject({ databases: [], caches: [] })
  expect(kept.local).not.toContain('Not for everybody')
  await signIn(page, desk.ana)
  await openTicket(page, ticket)
  await page.keyboard.press('n')
  await expect(composerOf(page, 'note')).toHaveText('Not for everybody')
})

test('a draft is on a second device within 5 s', async ({ desk, openAs }) => {
  const ticket = await desk.ticket()
  const [laptop, phone] = await Promise.all([openAs(desk.ana), openAs(desk.ana)])
  for (const device of [laptop, phone]) await withoutTimersFrom(device, 5_000)
  await Promise.all([openTicket(laptop, ticket), openTicket(phone, ticket)])
  await write(laptop, 'r', 'From the laptop')
  await expect(composerOf(phone, 'reply')).toHaveText('From the laptop')
})

test('what two devices wrote at once is kept, and either can be gone on with', async ({
  desk,
  openAs,
  allow,
}) => {
  allow(/ERR_INTERNET_DISCONNECTED/)
  const ticket = await desk.ticket()
  const [laptop, phone] = await Promise.all([openAs(desk.ana), openAs(desk.ana)])
  await Promise.all([openTicket(laptop, ticket), openTicket(phone, ticket)])
  await phone.context().setOffline(true)
  await write(phone, 'r', 'By the phone')
  await write(laptop, 'r', 'By the laptop')
  await saved(laptop, 'server')
  await phone.context().setOffline(false)
  const composer = phone.getByTestId('composer')
  await expect(composer.getByTestId('other-version')).toContainText('By the laptop')
  await expect(composerOf(phone, 'reply')).toHaveText('By the phone')
  await composer.getByRole('button', { name: 'Use this' }).click()
  await expect(composerOf(phone, 'reply')).toHaveText('By the laptop')
  await expect(composer.getByTestId('other-version')).toContainText('By the phone')
  await composer.getByRole('button', { name: 'Keep mine' }).click()
  await expect(composer.getByTestId('other-version')).toHaveCount(0)
})

test('what is typed while the editor is on its way is not lost, and goes on at the same place', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  let letGo: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route(/assets\/rich-field-.*\.js/, async (route) => {
    await held
    await route.continue()
  })
  await signIn(page, desk.ana)
  await openTicket(page, ticket)
  await write(page, 'r', 'Hello world')
  for (let steps = 0; steps < 5; steps += 1) await page.keyboard.press('ArrowLeft')
  letGo()
  await expect(page.getByRole('toolbar', { name: 'Text format' })).toBeVisible()
  await page.keyboard.type('big ')
  await expect(composerOf(page, 'reply')).toHaveText('Hello big world')
})

test('a session that ended asks in place, and what was being sent goes on', async ({
  page,
  desk,
  signIn,
  context,
  allow,
}) => {
  allow(/status of 401/)
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await openTicket(page, ticket)
  await write(page, 'r', 'Written before')
  await saved(page, 'server')
  await context.clearCookies()
  await page.keyboard.press('ControlOrMeta+Enter')
  const dialog = page.getByRole('dialog', { name: 'Sign in again' })
  await expect(dialog).toBeVisible()
  await expect(page.getByTestId('queued')).toContainText('Written before')
  await dialog.getByLabel('Password').fill('wrong password')
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('No account here')
  await dialog.getByLabel('Password').fill(desk.ana.password)
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  await expect(page.getByTestId('queued-reply')).toContainText('Written before')
})

test('a new build of the desk does not reload a page on which somebody writes', async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/status of 404|dynamically imported module|preload/i)
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await page.route(/assets\/people-screen-.*\.js/, (route) => route.fulfill({ status: 404 }))
  const newPage = '<script type="module" crossorigin src="/assets/index-of-the-new-build.js"></script>'
  await page.route('**/sign-in', (route) => route.fulfill({ contentType: 'text/html', body: newPage }))
  await openTicket(page, ticket)
  await write(page, 'r', 'Do not lose me')
  await page.evaluate(() => Object.assign(window, { isSamePage: true }))
  await page.keyboard.press('Escape')
  await pressSequence(page, 'g', 'p')
  await expect(page.getByTestId('toast')).toContainText('Docket was updated')
  expect(await isSamePage(page)).toBe(true)
  await page.goBack()
  await expect(composerOf(page, 'reply')).toHaveText('Do not lose me')
  expect(await isSamePage(page)).toBe(true)
})

/** Waits until a draft is safe on the device (`here`) or at the desk (`server`). */
async function saved(page: Page, where: 'here' | 'server'): Promise<void> {
  await expect(page.getByTestId('saved')).toHaveAttribute('data-saved', new RegExp(where))
}

function isSamePage(page: Page): Promise<boolean> {
  return page.evaluate(() => 'isSamePage' in window)
}
