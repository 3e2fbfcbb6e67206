import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Ticket } from '../../contracts/tickets.ts'
import { LONG_NAME, LONG_SUBJECT, opened, press, STATES, type State } from './every-state.ts'
import { expect, type Organisation, test } from './fixtures.ts'
import { composerOf, openTicket, write } from './writing.ts'

const FOLDER = process.env.JOURNEYS_SHOTS ?? ''
const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }

type Shot = (page: Page, name: string) => Promise<void>
type Place = { desk: Organisation; ticket: Ticket }

for (const colorScheme of ['light', 'dark'] as const)
  for (const [size, viewport] of Object.entries(SIZES)) {
    const options = { colorScheme, viewport, hasTouch: size === 'phone' }
    const shot = (page: Page, name: string) => take(page, `${name}-${size}-${colorScheme}`)

    test(`every screen, ${colorScheme}, ${size}`, async ({ allow, desk, openAs, browser, baseURL }) => {
      allow(/status of 404/)
      const key = await loadSample(desk)
      await shootDesk(await openAs(desk.owner, options), key, desk, shot)
      await shootPortal(await openAs(desk.jane, options), desk, shot)
      const context = await browser.newContext({ ...options, baseURL: baseURL ?? '' })
      const stranger = await context.newPage()
      await stranger.goto('/sign-in')
      await expect(stranger.getByRole('heading', { level: 1 })).toBeVisible()
      await shot(stranger, 'sign-in')
      await context.close()
    })

    test(`every state, ${colorScheme}, ${size}`, async ({ allow, desk, openAs }) => {
      allow(/status of (401|409|412|500)|ERR_INTERNET_DISCONNECTED|Failed to load resource/)
      await loadSample(desk)
      const requester = await desk.person(LONG_NAME, 'EMPLOYEE')
      const ticket = await desk.ticket({ subject: LONG_SUBJECT, priority: 'P1' }, requester)
      const page = await openAs(desk.owner, options)
      for (const state of STATES) await shootState(page, state, shot)
      await shootTicket(page, { desk, ticket }, shot)
      await shootClashes(page, desk, shot)
    })
  }

async function shootDesk(page: Page, key: string, desk: Organisation, shot: Shot): Promise<void> {
  const see = async (name: string, path: string, sign: string) => {
    await page.goto(path)
    await expect(page.locator(sign).first()).toBeVisible()
    await shot(page, name)
  }
  await see('inbox', '/inbox', '[data-testid=row]')
  await page.keyboard.press('j')
  await page.keyboard.press('Space')
  await expect(page.getByTestId('detail')).toBeVisible()
  await shot(page, 'inbox-peek')
  await see('inbox-split', '/inbox?layout=split', '[data-testid=row]')
  await see('inbox-nothing', '/inbox?priority=P4&status=CLOSED&assignee=none', 'main h2')
  await see('tickets', '/tickets', '[data-testid=row]')
  await see('ticket', `/tickets/${key}`, '[data-message]')
  await page.keyboard.press('n')
  await page.keyboard.type('Have we a spare one?')
  await shot(page, 'ticket-note')
  await page.keyboard.press('Escape')
  await page.keyboard.press('r')
  await page.keyboard.type('Hello, please try another network first.')
  await shot(page, 'ticket-reply')
  await page.keyboard.press('Escape')
  await page.getByRole('tab', { name: 'Timeline' }).click()
  await shot(page, 'ticket-timeline')
  await see('missing-ticket', '/tickets/IT-9999', 'main h2')
  await see('people', '/people', 'main table, main li')
  await see('teams', '/teams', 'main table, main li')
  await see('team', `/teams/${desk.it.id}`, 'main table, main li')
  for (const part of ['appearance', 'shortcuts', 'replies', 'desk'])
    await see(`settings-${part}`, `/settings/${part}`, 'main h2, main label, main table')
  await see('help', '/help', 'main')
  await see('local-inbox', '/local-inbox', 'main')
  await page.goto('/inbox')
  await expect(page.getByTestId('row').first()).toBeVisible()
  for (const [name, keys] of [
    ['new-ticket', 'c'],
    ['palette', 'Control+k'],
    ['keys', 'Shift+?'],
  ] as const) {
    await page.keyboard.press(keys)
    await expect(page.getByRole('dialog')).toBeVisible()
    await shot(page, name)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
  }
}

async function shootState(page: Page, [name, path, reach]: State, shot: Shot): Promise<void> {
  await page.goto(path)
  await expect(page.locator('main table, main [data-testid=row], main li').first()).toBeVisible()
  await expect(page.getByTestId('range').or(page.locator('main table')).first()).toBeVisible()
  await reach(page)
  await shot(page, `state-${name}`)
  await page.unrouteAll()
  await page.context().setOffline(false)
}

/** A ticket with long names, from its first message to a reply that waits. */
async function shootTicket(page: Page, { desk, ticket }: Place, shot: Shot): Promise<void> {
  await openTicket(page, ticket)
  await shot(page, 'ticket-long')
  const details = page.getByRole('tab', { name: 'Details' })
  if (await details.isVisible()) {
    await details.click()
    await shot(page, 'ticket-details')
    await page.getByRole('tab', { name: 'Conversation' }).click()
  }
  await write(page, 'r', 'I am looking into it. ')
  await press(page, 'ControlOrMeta+b')
  await page.keyboard.type('Please leave the printers on.')
  await press(page, 'ControlOrMeta+Shift+Enter')
  await opened(page, 'menu')
  await shot(page, 'ticket-send-menu')
  await page.getByRole('menuitem', { name: 'Send later' }).click()
  await opened(page, 'dialog')
  await shot(page, 'ticket-send-later')
  await press(page, 'Escape')
  await page.getByRole('button', { name: 'Link', exact: true }).click()
  await opened(page, 'dialog')
  await shot(page, 'ticket-link')
  await press(page, 'Escape')
  await desk.reply(
    ticket.id,
    'I have just restarted the print server, please wait with your answer.',
    desk.ben,
  )
  await expect(page.getByTestId('guard')).toBeVisible()
  await composerOf(page, 'reply').focus()
  await press(page, 'ControlOrMeta+Enter')
  await expect(page.getByTestId('guard')).toContainText('Nothing was sent')
  await shot(page, 'ticket-guard')
  await page.getByTestId('guard').getByRole('button', { name: 'Send anyway' }).click()
  await expect(page.getByTestId('queued-reply')).toBeVisible()
  await shot(page, 'ticket-sending')
  await press(page, 's')
  await page.keyboard.type('vendor')
  await press(page, 'Enter')
  await opened(page, 'dialog')
  await shot(page, 'ticket-reason')
}

/** What two devices or two people did at once, the mail that left, and a session that ended. */
async function shootClashes(page: Page, desk: Organisation, shot: Shot): Promise<void> {
  const ticket = await desk.ticket({ subject: 'Second screen flickers' })
  const draft = (bodyHtml: string, baseVersion?: number) =>
    desk.call(desk.owner, 'PUT', `/tickets/${ticket.id}/drafts/reply`, { bodyHtml, baseVersion })
  const { body } = await draft('<p>Have you tried another cable?</p>')
  await draft('<p>Have you tried another cable or another port?</p>', body.version)
  await draft('<p>Which screen is it?</p>', body.version)
  await openTicket(page, ticket)
  await press(page, 'r')
  await expect(page.getByTestId('other-version')).toBeVisible()
  await shot(page, 'ticket-other-version')
  await press(page, 'Escape')
  await page.route(
    `**/api/v1/tickets/${ticket.id}/transition`,
    async (route) => {
      await desk.call(desk.ben, 'POST', `/tickets/${ticket.id}/transition`, { status: 'IN_PROGRESS' })
      await route.continue()
    },
    { times: 1 },
  )
  await press(page, 's')
  await page.keyboard.type('triaged')
  await press(page, 'Enter')
  await expect(page.getByText('Use mine')).toBeVisible()
  await shot(page, 'ticket-conflict')
  await page.goto('/local-inbox')
  await page.getByTestId('row').first().click()
  await expect(page.getByTestId('mail').getByRole('region', { name: 'Text' })).toBeVisible()
  await shot(page, 'local-inbox-mail')
  await openTicket(page, ticket)
  await page.context().clearCookies()
  await press(page, 'i')
  await expect(page.getByRole('dialog', { name: 'Sign in again' })).toBeVisible()
  await shot(page, 'session-ended')
}

async function shootPortal(page: Page, desk: Organisation, shot: Shot): Promise<void> {
  const { key, id } = await desk.ticket({ subject: 'Laptop will not boot' }, desk.jane)
  await desk.reply(id, 'Hello Jane, have you tried another cable?', desk.ana)
  await page.goto('/portal')
  await expect(page.getByText('Laptop will not boot')).toBeVisible()
  await shot(page, 'portal')
  await page.goto(`/portal/requests/${key}`)
  await expect(page.getByText('another cable')).toBeVisible()
  await shot(page, 'portal-request')
  await page.goto('/portal/new')
  await expect(page.getByRole('textbox').first()).toBeVisible()
  await shot(page, 'portal-new')
}

async function loadSample(desk: Organisation): Promise<string> {
  const { status, body } = await desk.call(desk.owner, 'POST', '/sample-desk', {})
  expect(status).toBe(201)
  return body.firstTicketKey
}

async function take(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' })
}
