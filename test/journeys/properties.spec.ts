import type { Page } from '@playwright/test'
import type { Ticket } from '../../contracts/tickets.ts'
import { expect, test } from './fixtures.ts'

/** Opens a ticket and waits until it is there. */
async function open(page: Page, ticket: Ticket) {
  await page.goto(`/tickets/${ticket.key}`)
  await expect(page.getByTestId('detail')).toHaveAttribute('data-ticket', ticket.id)
  await expect(property(page, ticket, 'status')).toBeVisible()
  await expect(page.getByTestId('conn')).toContainText('Live')
}

/** Opens a picker by its key and takes what the words find first. */
async function pick(page: Page, key: string, name: string, words: string) {
  await page.keyboard.press(key)
  await expect(picker(page, name).getByRole('combobox')).toBeFocused()
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
}

const property = (page: Page, { id }: Ticket, name: string) =>
  page.locator(`button[data-property="${name}"][data-ticket="${id}"]`)
const picker = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true })
const optionNames = async (page: Page) =>
  (await page.getByRole('option').allTextContents()).map((text) => text.replace('✓', ''))
const toast = (page: Page) => page.getByTestId('toast')

test('each key opens its picker, typing narrows it, Enter sets it, and Z takes it back', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await open(page, ticket)

  await page.keyboard.press('i')
  await expect(property(page, ticket, 'assignee')).toContainText(desk.ana.name)
  await expect(property(page, ticket, 'status')).toContainText('Assigned')

  await pick(page, 'p', 'Priority', 'urg')
  await expect(picker(page, 'Priority')).toHaveCount(0)
  await expect(property(page, ticket, 'priority')).toContainText('Urgent')
  await expect(toast(page).filter({ hasText: 'has the priority Urgent' })).toBeVisible()
  await expect.poll(async () => (await desk.read(ticket.id)).priority).toBe('P1')

  await pick(page, 's', 'Status', 'in prog')
  await expect(property(page, ticket, 'status')).toContainText('In progress')
  await expect.poll(async () => (await desk.read(ticket.id)).status).toBe('IN_PROGRESS')

  await page.keyboard.press('z')
  await expect(property(page, ticket, 'status')).toContainText('Assigned')
  await page.keyboard.press('z')
  await expect(property(page, ticket, 'priority')).toContainText('Normal')
  await expect
    .poll(async () => desk.read(ticket.id))
    .toMatchObject({ status: 'ASSIGNED', assigneeId: desk.ana.id, priority: 'P3' })
})

test('a resolved ticket comes back to the status and the assignee that it had', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await desk.call(desk.ben, 'POST', `/tickets/${ticket.id}/assign`, { assigneeId: desk.ben.id })
  await desk.call(desk.ben, 'POST', `/tickets/${ticket.id}/transition`, {
    status: 'WAITING_ON_VENDOR',
    reason: 'Acme',
  })
  await signIn(page, desk.ana)
  await open(page, ticket)
  await page.keyboard.press('Shift+E')
  await expect(property(page, ticket, 'status')).toContainText('Resolved')
  await expect.poll(async () => (await desk.read(ticket.id)).status).toBe('RESOLVED')
  await toast(page).getByRole('button', { name: 'Undo' }).click()
  await expect(property(page, ticket, 'status')).toContainText('Waiting on vendor')
  await expect
    .poll(async () => desk.read(ticket.id))
    .toMatchObject({ status: 'WAITING_ON_VENDOR', statusReason: 'Acme', assigneeId: desk.ben.id })
})

test('a change by somebody else shows at once with their name, and an open picker stays open', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await open(page, ticket)

  await page.keyboard.press('p')
  await expect(picker(page, 'Priority').getByRole('option')).toHaveCount(4)
  await page.keyboard.type('lo')
  await expect(picker(page, 'Priority').getByRole('option')).toHaveCount(1)
  await desk.call(desk.ben, 'POST', `/tickets/${ticket.id}/transition`, { status: 'IN_PROGRESS' })
  await expect(property(page, ticket, 'status')).toContainText('In progress')
  await expect(property(page, ticket, 'status')).toContainText(desk.ben.name)
  await expect(picker(page, 'Priority').getByRole('option')).toHaveCount(1)
  await expect(picker(page, 'Priority').getByRole('combobox')).toHaveValue('lo')
  await expect(picker(page, 'Priority').getByRole('combobox')).toBeFocused()
  await page.keyboard.press('Escape')

  await page.keyboard.press('s')
  await expect(picker(page, 'Status').getByRole('option').first()).toBeVisible()
  const offered = await optionNames(page)
  await desk.call(desk.ben, 'POST', `/tickets/${ticket.id}/transition`, { status: 'TRIAGED' })
  await expect(picker(page, 'Status').getByRole('status')).toHaveText(`${desk.ben.name} set Triaged just now`)
  expect(await optionNames(page)).toEqual(offered)
})

test('what the desk refuses rolls back alone and can be tried again', async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/status of 409/)
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await open(page, ticket)
  let refusals = 0
  await page.route('**/transition', async (route) => {
    refusals += 1
    if (refusals > 1) return route.continue()
    await route.fulfill({
      status: 409,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: '/docs/errors/precondition-failed',
        title: 'Not now',
        status: 409,
        code: 'precondition-failed',
        detail: 'The desk has its reasons.',
        requestId: 'r',
      }),
    })
  })
  await pick(page, 's', 'Status', 'triaged')
  await pick(page, 'p', 'Priority', 'high')
  const failed = toast(page).filter({ hasText: 'The desk has its reasons.' })
  await expect(failed).toBeVisible()
  await expect(property(page, ticket, 'status')).toContainText('New')
  await expect(property(page, ticket, 'priority')).toContainText('High')
  await failed.getByText('Try again').click()
  await expect(property(page, ticket, 'status')).toContainText('Triaged')
  await expect.poll(async () => desk.read(ticket.id)).toMatchObject({ status: 'TRIAGED', priority: 'P2' })
})

test('who changed it first is named, and one may have one’s own value all the same', async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/status of 412/)
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await open(page, ticket)
  // Ben's change is on its way while Ana's is sent: hers is held back until his is done.
  let isFirst = true
  await page.route(`**/api/v1/tickets/${ticket.id}/transition`, async (route) => {
    if (isFirst) {
      isFirst = false
      await desk.call(desk.ben, 'POST', `/tickets/${ticket.id}/transition`, { status: 'IN_PROGRESS' })
    }
    await route.continue()
  })
  await pick(page, 's', 'Status', 'triaged')
  const told = toast(page).filter({ hasText: `${desk.ben.name} changed the status first` })
  await expect(told).toContainText('In progress')
  await expect(property(page, ticket, 'status')).toContainText('In progress')
  await told.getByText('Use mine').click()
  await expect(property(page, ticket, 'status')).toContainText('Triaged')
  await expect.poll(async () => (await desk.read(ticket.id)).status).toBe('TRIAGED')
})

test('without a network a change is shown, marked as waiting, and sent when it is back', async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/ERR_INTERNET_DISCONNECTED/)
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await open(page, ticket)
  await page.keyboard.press('p')
  await expect(picker(page, 'Priority').getByRole('option')).toHaveCount(4)
  await page.keyboard.press('Escape')
  await page.context().setOffline(true)
  await pick(page, 'p', 'Priority', 'urg')
  await expect(property(page, ticket, 'priority')).toContainText('Urgent')
  await expect(page.locator('[data-pending="priority"]')).toBeVisible()
  expect((await desk.read(ticket.id)).priority).toBe('P3')
  await page.context().setOffline(false)
  await expect(page.locator('[data-pending="priority"]')).toHaveCount(0)
  await expect.poll(async () => (await desk.read(ticket.id)).priority).toBe('P1')
})

test('a status that needs a reason asks for it, and one that is not open yet says why', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await open(page, ticket)
  await page.keyboard.press('s')
  const waiting = picker(page, 'Status').getByRole('option', { name: /Waiting on requester/ })
  await expect(waiting).toHaveAttribute('aria-disabled', 'true')
  await expect(waiting).toContainText('after an answer')
  await expect(picker(page, 'Status').getByRole('option', { name: /Reopened/ })).toHaveCount(0)
  await page.keyboard.type('vendor')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Vendor')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('This is missing.')).toBeVisible()
  await page.keyboard.type('Acme, order 4711')
  await page.keyboard.press('Enter')
  await expect(property(page, ticket, 'status')).toContainText('Waiting on vendor')
  await expect
    .poll(async () => desk.read(ticket.id))
    .toMatchObject({ status: 'WAITING_ON_VENDOR', statusReason: 'Acme, order 4711' })
})

test('200 people are offered and narrowed by typing, and nothing of them stays when it is closed', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  const people = Array.from({ length: 200 }, (_, at) => ({
    id: `00000000-0000-7000-8000-${String(at).padStart(12, '0')}`,
    name: `Agent ${String(at).padStart(3, '0')}`,
    email: `agent${at}@example.org`,
    role: 'AGENT',
    active: true,
    teams: [{ id: ticket.teamId, role: 'AGENT' }],
    undoSeconds: null,
    version: 1,
    createdAt: ticket.createdAt,
    updatedAt: ticket.createdAt,
  }))
  await page.route('**/api/v1/people?role=AGENT*', (route) =>
    route.fulfill({ json: { items: people, nextCursor: null } }),
  )
  await open(page, ticket)
  await page.keyboard.press('a')
  await expect(picker(page, 'Assignee').getByRole('option').first()).toContainText('Agent 000')
  // Not all of them are drawn at once, and each is found.
  expect(await picker(page, 'Assignee').getByRole('option').count()).toBeLessThan(people.length)
  await page.keyboard.type('199')
  await expect(picker(page, 'Assignee').getByRole('option')).toHaveCount(1)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await expect(picker(page, 'Assignee').getByRole('option').first()).toContainText('Agent 000')
  const last = picker(page, 'Assignee').getByRole('option', { name: 'Agent 199' })
  await expect(async () => {
    await picker(page, 'Assignee').getByRole('option').last().scrollIntoViewIfNeeded()
    expect(await last.isVisible()).toBe(true)
  }).toPass()
  await page.keyboard.press('Escape')
  await expect(picker(page, 'Assignee')).toHaveCount(0)
  await expect(page.getByRole('option')).toHaveCount(0)
})

test('focus comes back to where it was, whichever way a picker closes', async ({ page, desk, signIn }) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await open(page, ticket)
  const place = page.getByRole('heading', { level: 1 })
  await place.evaluate((element) => {
    element.tabIndex = -1
    element.focus()
  })
  for (const key of ['Escape', 'Enter']) {
    await page.keyboard.press('p')
    await expect(picker(page, 'Priority').getByRole('combobox')).toBeFocused()
    await page.keyboard.type('high')
    await page.keyboard.press(key)
    await expect(picker(page, 'Priority')).toHaveCount(0)
    await expect(place).toBeFocused()
  }
  await property(page, ticket, 'status').click()
  await expect(picker(page, 'Status')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(property(page, ticket, 'status')).toBeFocused()
})
