import { expect, type Organisation, test } from './fixtures.ts'
import { composerOf, openTicket, write } from './writing.ts'

test('a reply and a note on one ticket are two drafts that never mix', async ({ page, desk, signIn }) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await openTicket(page, ticket)
  await write(page, 'r', 'For Jane')
  await page.keyboard.press('ControlOrMeta+/')
  await expect(composerOf(page, 'note')).toBeFocused()
  await expect(composerOf(page, 'note')).toHaveText('')
  await page.keyboard.type('For the team')
  await page.keyboard.press('ControlOrMeta+/')
  await expect(composerOf(page, 'reply')).toHaveText('For Jane')
  await page.getByTestId('composer').getByRole('button', { name: 'Move text to note' }).click()
  await expect(composerOf(page, 'note')).toHaveText('For the teamFor Jane')
  await page.keyboard.press('ControlOrMeta+/')
  await expect(composerOf(page, 'reply')).toHaveText('')
})

test('a reply is shown at once, goes out with its status when the window is over, and reaches the requester', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await withWindow(desk, 1)
  await signIn(page, desk.ana)
  await openTicket(page, ticket)
  await write(page, 'r', 'Hold the power key')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.getByTestId('queued-reply')).toContainText('Hold the power key')
  await expect(page.locator('[data-message]', { hasText: 'Hold the power key' })).toBeVisible()
  await expect(page.getByTestId('queued-reply')).toHaveCount(0)
  await expect.poll(async () => (await desk.read(ticket.id)).status).toBe('WAITING_ON_REQUESTER')
  const thread = await desk.call(desk.jane, 'GET', `/tickets/${ticket.id}/messages`)
  expect(JSON.stringify(thread.body)).toContain('Hold the power key')
})

test('Z within the window restores the text and the action, and nothing was delivered', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await withWindow(desk, 60)
  await signIn(page, desk.ana)
  await openTicket(page, ticket)
  await write(page, 'r', 'Too soon')
  await page.keyboard.press('ControlOrMeta+Shift+Enter')
  await page.getByRole('menuitem', { name: 'Send & resolve' }).click()
  await expect(page.getByTestId('queued-reply')).toContainText('Sending in')
  await page.keyboard.press('z')
  await expect(page.getByTestId('queued-reply')).toHaveCount(0)
  await expect(composerOf(page, 'reply')).toHaveText('Too soon')
  await expect(composerOf(page, 'reply')).toBeFocused()
  await expect(page.getByRole('button', { name: 'Send & resolve' })).toBeVisible()
  expect((await desk.read(ticket.id)).status).toBe('NEW')
  const types = (await desk.events(ticket.id)).map(({ type }) => type)
  expect(types).not.toContain('ticket.status_changed')
  expect(types.filter((type) => type === 'message.added')).toHaveLength(1)
})

test('closing the tab in the window delivers exactly once, after it', async ({ page, desk, openAs }) => {
  const ticket = await desk.ticket()
  await withWindow(desk, 2)
  const closing = await openAs(desk.ana)
  await openTicket(closing, ticket)
  await write(closing, 'r', 'Once and no more')
  await closing.keyboard.press('ControlOrMeta+Enter')
  await expect(closing.getByTestId('queued-reply')).toContainText('Once and no more')
  await closing.close()
  const sent = async () =>
    (await desk.events(ticket.id)).filter(({ type }) => type === 'message.added').length - 1
  await expect.poll(sent, { timeout: 8_000 }).toBe(1)
  await page.goto('/sign-in')
  expect(await sent()).toBe(1)
})

test('the undo window follows the setting of the person', async ({ page, desk, signIn }) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await page.goto('/settings/replies')
  await page.getByRole('radio', { name: '30 s' }).check({ force: true })
  await expect(page.getByTestId('toast')).toContainText('Saved')
  await openTicket(page, ticket)
  await write(page, 'r', 'One')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.getByTestId('queued-reply')).toContainText(/Sending in (30|29|28) s/)
  await withWindow(desk, 0)
  await write(page, 'r', 'Two')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.locator('[data-message]', { hasText: 'Two' })).toBeVisible()
  await expect(page.getByTestId('queued-reply')).toHaveCount(1)
})

test("a reply that would cross a colleague's is held up, shows it, and goes out on Send anyway", async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/status of 409/)
  const ticket = await desk.ticket()
  await withWindow(desk, 0)
  await signIn(page, desk.ana)
  await openTicket(page, ticket)
  await write(page, 'r', 'Mine')
  await desk.reply(ticket.id, 'Ben was first', desk.ben)
  await page.keyboard.press('ControlOrMeta+Enter')
  const guard = page.getByTestId('guard')
  await expect(guard).toContainText('Nothing was sent')
  await expect(guard).toContainText('Ben Okoro replied')
  await expect(guard.getByRole('button', { name: 'Review' })).toBeFocused()
  await expect(page.locator('[data-message]', { hasText: 'Ben was first' })).toBeVisible()
  expect(await publicTexts(desk, ticket.id)).toEqual(['It shows a black screen.', 'Ben was first'])
  await expect(composerOf(page, 'reply')).toHaveText('Mine')
  await guard.getByRole('button', { name: 'Send anyway' }).click()
  await expect(page.locator('[data-message]', { hasText: 'Mine' })).toBeVisible()
  expect(await publicTexts(desk, ticket.id)).toEqual(['It shows a black screen.', 'Ben was first', 'Mine'])
})

test('after a break a colleague sees what was written meanwhile before anything can be sent', async ({
  page,
  desk,
  signIn,
  context,
  allow,
}) => {
  allow(/ERR_INTERNET_DISCONNECTED|status of 409/)
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  await openTicket(page, ticket)
  await write(page, 'r', 'Written blind')
  await context.setOffline(true)
  await expect(page.getByTestId('conn')).toContainText('Offline')
  await desk.reply(ticket.id, 'Ben answered meanwhile', desk.ben)
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.getByTestId('composer').getByRole('alert')).toContainText('You are offline')
  await context.setOffline(false)
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.getByTestId('guard')).toContainText('Ben Okoro replied')
  await expect(page.locator('[data-message]', { hasText: 'Ben answered meanwhile' })).toBeVisible()
  await expect(composerOf(page, 'reply')).toHaveText('Written blind')
  expect(await publicTexts(desk, ticket.id)).toEqual(['It shows a black screen.', 'Ben answered meanwhile'])
})

test('a note never reaches the requester', async ({ page, desk, signIn, openAs }) => {
  const ticket = await desk.ticket()
  const janesPage = await openAs(desk.jane)
  const heard: string[] = []
  await janesPage.goto('/portal')
  janesPage.on('response', async (answer) => {
    if (answer.url().includes('/api/')) heard.push(await answer.text().catch(() => ''))
  })
  await janesPage.goto(`/portal/requests/${ticket.key}`)
  await signIn(page, desk.ana)
  await openTicket(page, ticket)
  await write(page, 'n', 'She spilled coffee again')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.locator('[data-message]', { hasText: 'spilled coffee' })).toBeVisible()
  await desk.reply(ticket.id, 'We look into it', desk.ben)
  await janesPage.reload()
  await expect(janesPage.getByText('We look into it')).toBeVisible()
  await expect(janesPage.getByText('spilled coffee')).toHaveCount(0)
  expect(heard.join('\n')).not.toContain('spilled coffee')
  for (const path of [`/tickets/${ticket.id}/messages`, `/tickets/${ticket.id}/events`, '/local-inbox'])
    expect(JSON.stringify((await desk.call(desk.jane, 'GET', path)).body)).not.toContain('spilled coffee')
  const mails = await desk.call(desk.owner, 'GET', '/local-inbox')
  expect(JSON.stringify(mails.body)).not.toContain('spilled coffee')
})

async function withWindow(desk: Organisation, undoSeconds: number): Promise<void> {
  const { body: me } = await desk.call(desk.ana, 'GET', '/me')
  const answer = await fetch(`${desk.url}/api/v1/people/${desk.ana.id}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${desk.ana.key}`,
      'content-type': 'application/json',
      'if-match': `"v${me.person.version}"`,
    },
    body: JSON.stringify({ undoSeconds }),
  })
  expect(answer.status).toBe(200)
}

async function publicTexts(desk: Organisation, ticketId: string): Promise<string[]> {
  const { body } = await desk.call(desk.ana, 'GET', `/tickets/${ticketId}/messages`)
  return body.items.flatMap((message: { visibility: string; body: string }) =>
    message.visibility === 'PUBLIC' ? [message.body] : [],
  )
}
