import type { Locator, Page, Route } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { expect, type Organisation, test } from './fixtures.ts'
import { fileLongThread } from './long-thread.ts'

const messages = (page: Page) => page.locator('[data-message]')
const conversation = (page: Page) => page.getByRole('region', { name: 'Conversation' })
const detail = (page: Page) => page.getByTestId('detail')

/** Fills a ticket with notes; in which order they come does not matter. */
async function fill(desk: Organisation, ticketId: string, count: number): Promise<void> {
  const notes = Array.from({ length: count }, (_, at) => `Note ${at}`)
  for (let at = 0; at < count; at += 8)
    await Promise.all(notes.slice(at, at + 8).map((body) => desk.note(ticketId, body)))
}

test('a ticket that was read before is painted without an answer of the desk', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await desk.reply(ticket.id, 'Hold the power key for ten seconds.')
  await signIn(page, desk.ana)
  await page.goto(`/tickets/${ticket.key}`)
  await expect(messages(page)).toHaveCount(2)
  const held: Route[] = []
  await page.route(/\/api\/v1\/tickets\//, (route) => void held.push(route))
  await page.reload()
  await expect(messages(page)).toHaveCount(2)
  await expect(messages(page).last()).toContainText('Hold the power key')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Laptop will not boot')
  expect(held.length).toBeGreaterThan(0)
})

test('of 500 messages few stand there at first, and earlier ones leave what is read where it is, up to the top', async ({
  page,
  desk,
  deskProcess,
  signIn,
}) => {
  const ticket = await fileLongThread(deskProcess, desk, 500)
  await signIn(page, desk.ben)
  await page.goto(`/tickets/${ticket.key}`)
  const earlier = page.getByTestId('earlier')
  await expect(earlier).toHaveText('Show 100 of 469 earlier messages')
  expect(await messages(page).count()).toBe(31)
  await expect(messages(page).last()).toHaveText(/The last word/)
  await expect(messages(page).last()).toBeInViewport()

  for (const shown of [131, 231, 331, 431, 500]) {
    const next = await messages(page).nth(1).getAttribute('data-message')
    const anchor = page.locator(`[data-message="${next}"]`)
    await earlier.scrollIntoViewIfNeeded()
    await expect(anchor).toBeInViewport()
    const before = await settledTop(anchor)
    await earlier.click()
    await expect(messages(page)).toHaveCount(shown)
    expect(Math.abs((await settledTop(anchor)) - before), `with ${shown} messages`).toBeLessThanOrEqual(2)
  }
  await expect(earlier).toHaveCount(0)
  const seqs = await messages(page).evaluateAll((all) =>
    all.map((one) => Number(one.getAttribute('data-seq'))),
  )
  expect(seqs).toEqual([...new Set(seqs)].sort((one, other) => one - other))
})

/** Where an element stands once two frames were painted. */
function settledTop(element: Locator): Promise<number> {
  return element.evaluate(
    (box) =>
      new Promise<number>((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(box.getBoundingClientRect().top))),
      ),
  )
}

test('what comes while somebody reads further up moves nothing; at the end it stays in sight', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await fill(desk, ticket.id, 14)
  await signIn(page, desk.ben)
  await page.goto(`/tickets/${ticket.key}`)
  await expect(page.getByTestId('conn')).toHaveText('Live')
  await expect(messages(page)).toHaveCount(15)
  await conversation(page).evaluate((box) => box.scrollTo(0, box.scrollHeight))
  await expect(messages(page).last()).toBeInViewport()
  await desk.reply(ticket.id, 'Pinned', desk.jane)
  await expect(messages(page).last()).toContainText('Pinned')
  await expect(page.getByRole('status').filter({ hasText: 'New message from Jane Doe' })).toHaveCount(1)
  await expect(messages(page).last()).toBeInViewport({ ratio: 1 })

  await conversation(page).evaluate((box) => box.scrollTo(0, 100))
  const anchor = messages(page).nth(2)
  const before = await anchor.boundingBox()
  await desk.reply(ticket.id, 'Below what is read', desk.jane)
  const pill = page.getByRole('button', { name: '1 new message from Jane Doe' })
  await expect(pill).toBeVisible()
  expect((await anchor.boundingBox())?.y).toBe(before?.y)
  expect(await conversation(page).evaluate((box) => box.scrollTop)).toBe(100)
  await pill.click()
  await expect(messages(page).last()).toContainText('Below what is read')
  await expect(messages(page).last()).toBeInViewport({ ratio: 1 })
  await expect(pill).toBeHidden()
})

test("another agent's change shows its value with their name, and stands in the conversation", async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await page.goto(`/tickets/${ticket.key}`)
  await expect(page.getByTestId('conn')).toHaveText('Live')
  await expect(messages(page)).toHaveCount(1)
  await desk.call(desk.ben, 'POST', `/tickets/${ticket.id}/transition`, { status: 'TRIAGED' })
  const properties = page.getByRole('complementary', { name: 'Properties' })
  await expect(properties).toContainText('Triaged')
  await expect(properties).toContainText('Ben Okoro')
  await expect(conversation(page)).toContainText('Status New → Triaged by Ben Okoro')

  await page.getByRole('tab', { name: 'Timeline' }).click()
  const change = page.locator('[data-event="ticket.status_changed"]')
  await expect(change).toContainText(/Status.*New.*Triaged.*by Ben Okoro/)
})

test('keys walk the list that one came from; resolving shows the next ticket', async ({
  page,
  desk,
  signIn,
}) => {
  const ids: string[] = []
  for (const subject of ['First', 'Second', 'Third']) {
    const { id } = await desk.ticket({ subject })
    ids.push(id)
    await desk.call(desk.ana, 'POST', `/tickets/${id}/assign`, { assigneeId: desk.ana.id })
  }
  const read: string[] = []
  page.on('requestfinished', (request) => read.push(new URL(request.url()).pathname))
  await signIn(page, desk.ana)
  await page.goto('/tickets?sort=created')
  await page.getByTestId('row').first().getByRole('link').click()
  const subject = page.getByRole('heading', { level: 1 })
  await expect(subject).toHaveText('First')
  await expect(page.getByTestId('place')).toHaveText('1 of 3')
  await page.keyboard.press('j')
  await expect(subject).toHaveText('Second')
  await expect(messages(page)).toHaveCount(1)
  await page.keyboard.press('k')
  await expect(subject).toHaveText('First')
  await page.keyboard.press('j')
  await expect(subject).toHaveText('Second')
  // The next one was read while this one was looked at: nothing is waited for when it is its turn.
  await expect.poll(() => read.some((path) => path.includes(`/${ids[2]}/messages`))).toBe(true)
  await page.route(/\/tickets\/[^/]+\/messages/, () => undefined)
  await page.keyboard.press('e')
  await expect(subject).toHaveText('Third')
  await expect(messages(page)).toHaveCount(1)
  await page.keyboard.press('u')
  await expect(page).toHaveURL(/\/tickets\?sort=created/)
  await expect
    .poll(async () => (await desk.call(desk.ana, 'GET', '/tickets?status=RESOLVED')).body.items.length)
    .toBe(1)
})

test('a note is told from a public message by words, a lock and its border', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await desk.note(ticket.id, 'Have we a spare?')
  await signIn(page, desk.ben)
  await page.goto(`/tickets/${ticket.key}`)
  const note = page.locator('[data-visibility="INTERNAL"]')
  await expect(note).toContainText('Only your team sees this')
  await expect(note.locator('svg').first()).toBeVisible()
  await expect(note).toHaveCSS('border-style', 'dashed')
  await expect(page.locator('[data-visibility="PUBLIC"]')).toHaveCSS('border-style', 'solid')
})

test('quoted history is folded until it is asked for, one message or all', async ({ page, desk, signIn }) => {
  const bodyHtml =
    '<p>It works now, thanks!</p><p>On 3 March 2026 Ana wrote:</p><blockquote>Try again</blockquote>'
  const ticket = await desk.ticket({ body: undefined, bodyHtml })
  await signIn(page, desk.ana)
  await page.goto(`/tickets/${ticket.key}`)
  await expect(messages(page)).toContainText('It works now')
  await expect(page.getByText('Try again')).toHaveCount(0)
  await page.getByRole('button', { name: 'Show what is quoted' }).click()
  await expect(page.getByText('Try again')).toBeVisible()
  await page.getByRole('button', { name: 'Hide what is quoted' }).click()
  await expect(page.getByText('Try again')).toHaveCount(0)
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('Shift+O')
  await expect(page.getByText('Try again')).toBeVisible()
})

test('a ticket that is not there says so, and leads on', async ({ page, desk, signIn, allow }) => {
  allow(/status of 404/)
  await signIn(page, desk.ana)
  await page.goto('/tickets/IT-999999')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ticket IT-999999')
  await expect(page.getByRole('heading', { level: 2 })).toHaveText('There is no ticket IT-999999 here')
  await page.getByRole('link', { name: 'All tickets' }).last().click()
  await expect(page).toHaveURL(/\/tickets$/)
})

test('messages that cannot be read say so in their place, and come when they are tried again', async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/status of 500/)
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  const path = /\/tickets\/[^/]+\/messages\?/
  const problem = {
    type: '/docs/errors/internal',
    title: 'Internal',
    status: 500,
    code: 'internal',
    detail: 'Broken',
    requestId: 'req-12345678',
  }
  await page.route(path, (route) =>
    route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
  )
  await page.goto(`/tickets/${ticket.key}`)
  await expect(detail(page).getByRole('alert')).toContainText('The messages could not be loaded')
  await expect(detail(page).getByRole('alert')).toContainText('req-12345678')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Laptop will not boot')
  await page.unroute(path)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(messages(page)).toHaveCount(1)
})

test('the properties are a column, a drawer or a tab, by the room there is', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await page.goto(`/tickets/${ticket.key}`)
  const column = page.getByRole('complementary', { name: 'Properties' })
  await expect(column).toBeVisible()
  await page.keyboard.press(']')
  await expect(column).toBeHidden()
  await page.keyboard.press(']')
  await expect(column).toBeVisible()

  await page.setViewportSize({ width: 1000, height: 800 })
  await expect(column).toBeHidden()
  await page.getByRole('button', { name: 'Show properties' }).click()
  await expect(page.getByRole('dialog', { name: 'Properties' })).toContainText('Jane Doe')
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('tab', { name: 'Details' }).click()
  await expect(page.getByRole('tabpanel', { name: 'Details' })).toContainText('Jane Doe')
})

test('keys go from message to message and copy the link', async ({ page, context, desk, signIn }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const ticket = await desk.ticket()
  await desk.reply(ticket.id, 'One')
  await desk.reply(ticket.id, 'Two', desk.jane)
  await signIn(page, desk.ana)
  await page.goto(`/tickets/${ticket.key}`)
  await expect(messages(page)).toHaveCount(3)
  await messages(page).last().focus()
  await page.keyboard.press(',')
  await expect(messages(page).nth(1)).toBeFocused()
  await page.keyboard.press('.')
  await expect(messages(page).last()).toBeFocused()
  await page.keyboard.press('y')
  await expect(page.getByTestId('toast')).toContainText(`The link to ${ticket.key} is copied.`)
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${desk.url}/tickets/${ticket.key}`)
})

test("axe finds nothing on a ticket's timeline", async ({ page, desk, signIn }) => {
  const ticket = await desk.ticket()
  await desk.note(ticket.id, 'The third one this week.')
  await signIn(page, desk.ana)
  await page.goto(`/tickets/${ticket.key}`)
  await page.getByRole('tab', { name: 'Timeline' }).click()
  await expect(page.locator('[data-event]').first()).toBeVisible()
  await expectAccessible(page, 'timeline')
})

test("axe finds nothing on a ticket's details on a phone", async ({ page, desk, signIn }) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`/tickets/${ticket.key}`)
  await page.getByRole('tab', { name: 'Details' }).click()
  await expect(page.getByRole('tabpanel', { name: 'Details' })).toContainText('Jane Doe')
  await expectAccessible(page, 'details')
})
