import { type DeskProcess, expect, type Organisation, test } from './fixtures.ts'
import { composerOf, openTicket, replyAcross, withWindow, write } from './writing.ts'

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
  openAs,
  startOwnDesk,
}) => {
  const process = await startOwnDesk()
  const desk = await process.organisation()
  const ticket = await desk.ticket()
  await withWindow(desk, 60)
  const page = await openAs(desk.ana, { baseURL: desk.url })
  await openTicket(page, ticket)
  await write(page, 'r', 'Hold the power key')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.getByTestId('queued-reply')).toContainText('Hold the power key')
  await endWindow(process, desk, ticket.id)
  await expect(page.locator('[data-message]', { hasText: 'Hold the power key' })).toBeVisible()
  await expect(page.getByTestId('queued-reply')).toHaveCount(0)
  await expect.poll(async () => (await desk.read(ticket.id)).status).toBe('WAITING_ON_REQUESTER')
  const thread = await desk.call(desk.jane, 'GET', `/tickets/${ticket.id}/messages`)
  expect(JSON.stringify(thread.body)).toContain('Hold the power key')
  // Before its desk ends, or it would complain that nobody answers.
  await page.context().close()
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
  // Nothing waits to be sent either, and the requester has heard nothing.
  const waiting = await desk.call(desk.ana, 'GET', `/tickets/${ticket.id}/queued-replies`)
  expect(waiting).toMatchObject({ status: 200, body: { items: [] } })
  const thread = await desk.call(desk.jane, 'GET', `/tickets/${ticket.id}/messages`)
  expect(JSON.stringify(thread.body)).not.toContain('Too soon')
  expect(await mailsWith(desk, 'Too soon')).toBe(0)
})

test('closing the tab in the window delivers exactly once, after it', async ({ openAs, startOwnDesk }) => {
  const process = await startOwnDesk()
  const desk = await process.organisation()
  const ticket = await desk.ticket()
  await withWindow(desk, 60)
  const closing = await openAs(desk.ana, { baseURL: desk.url })
  await openTicket(closing, ticket)
  await write(closing, 'r', 'Once and no more')
  await closing.keyboard.press('ControlOrMeta+Enter')
  await expect(closing.getByTestId('queued-reply')).toContainText('Once and no more')
  await closing.context().close()
  const sent = () => repliesOn(desk, ticket.id)
  expect(await sent()).toBe(0)
  await endWindow(process, desk, ticket.id)
  await expect(async () => {
    await process.runDueJobs()
    expect(await mailsWith(desk, 'Once and no more')).toBe(1)
  }).toPass()
  // A day later still.
  await process.moveClock(24 * 3_600_000)
  await process.runDueJobs()
  expect(await sent()).toBe(1)
  expect(await mailsWith(desk, 'Once and no more')).toBe(1)
  const atMs = await timesOf(desk, ticket.id)
  expect(atMs('message.added') - atMs('reply.queued')).toBeGreaterThanOrEqual(60_000)
})

/** Lets a window of a minute pass on a desk of the test's own, and does what is due then until the reply is sent. */
async function endWindow(process: DeskProcess, desk: Organisation, ticketId: string): Promise<void> {
  await process.moveClock(61_000)
  await expect(async () => {
    // The reader that makes the job may come a moment later than the clock.
    await process.runDueJobs()
    expect(await repliesOn(desk, ticketId)).toBe(1)
  }).toPass()
}

const repliesOn = async (desk: Organisation, ticketId: string) =>
  (await desk.events(ticketId)).filter(({ type }) => type === 'message.added').length - 1

test('the undo window is 10 s where nothing is set, and follows the setting of the person from 0 to 60 s', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await signIn(page, desk.ana)
  const send = async (text: string) => {
    await openTicket(page, ticket)
    await write(page, 'r', text)
    await page.keyboard.press('ControlOrMeta+Enter')
  }
  const choose = async (name: string) => {
    await page.goto('/settings/replies')
    await page.getByRole('radio', { name, exact: true }).check({ force: true })
    await expect(page.getByTestId('toast')).toContainText('Saved')
  }
  const queued = page.getByTestId('queued-reply')
  await send('By default')
  await expect(queued.filter({ hasText: 'By default' })).toContainText(/Sending in ([1-9]|10) s/)
  expect(await heldForSeconds(desk, ticket.id)).toBe(10)
  await queued.getByRole('button', { name: 'Send now' }).click()
  await expect(queued).toHaveCount(0)
  await choose('60 s')
  await send('As late as can be')
  await expect(queued).toContainText(/Sending in \d+ s/)
  expect(await heldForSeconds(desk, ticket.id)).toBe(60)
  await choose('None')
  await send('At once')
  await expect(page.locator('[data-message]', { hasText: 'At once' })).toBeVisible()
  await expect(queued).toHaveCount(1)
  expect(await publicTexts(desk, ticket.id)).toEqual(['It shows a black screen.', 'By default', 'At once'])
})

test("a reply that would cross a colleague's is held up, shows it, and goes out on Send anyway", async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/status of 409/)
  const ticket = await replyAcross(page, desk, signIn)
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

test('after a minute without a network one sees what a colleague wrote meanwhile before anything can be sent', async ({
  page,
  desk,
  signIn,
  context,
  allow,
}) => {
  allow(/ERR_INTERNET_DISCONNECTED|status of 409/)
  const ticket = await desk.ticket()
  await page.clock.install()
  await signIn(page, desk.ana)
  await openTicket(page, ticket)
  await write(page, 'r', 'Written blind')
  await context.setOffline(true)
  await expect(page.getByTestId('conn')).toContainText('Offline')
  await page.clock.fastForward(60_000)
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

async function publicTexts(desk: Organisation, ticketId: string): Promise<string[]> {
  const { body } = await desk.call(desk.ana, 'GET', `/tickets/${ticketId}/messages`)
  return body.items.flatMap((message: { visibility: string; body: string }) =>
    message.visibility === 'PUBLIC' ? [message.body] : [],
  )
}

/** How many mails that hold a text the desk would have sent to anybody. */
async function mailsWith(desk: Organisation, text: string): Promise<number> {
  const { body } = await desk.call(desk.owner, 'GET', '/local-inbox')
  const mails = await Promise.all(
    body.items.map(async ({ id }: { id: string }) =>
      JSON.stringify((await desk.call(desk.owner, 'GET', `/local-inbox/${id}`)).body),
    ),
  )
  return mails.filter((mail) => mail.includes(text)).length
}

/** How long the one reply that waits is held back from its queueing on. */
async function heldForSeconds(desk: Organisation, ticketId: string): Promise<number> {
  const { body } = await desk.call(desk.ana, 'GET', `/tickets/${ticketId}/queued-replies`)
  expect(body.items).toHaveLength(1)
  const atMs = await timesOf(desk, ticketId)
  return Math.round((Date.parse(body.items[0].sendAt) - atMs('reply.queued')) / 1_000)
}

/** When the newest event of a type was, in ms since 1970. */
async function timesOf(desk: Organisation, ticketId: string): Promise<(type: string) => number> {
  const { body } = await desk.call(desk.owner, 'GET', `/tickets/${ticketId}/events`)
  const events: { type: string; at: string }[] = body.items
  return (type) => Date.parse(events.findLast((event) => event.type === type)?.at ?? '')
}
