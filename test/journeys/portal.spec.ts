import type { Page, Response } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { picture } from './picture.ts'

test('a requester sees what they asked for alone, not what others did', async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/status of 404/)
  const own = await desk.ticket({ subject: 'My mouse is dead' })
  const kim = await desk.person('Kim Other', 'EMPLOYEE')
  const foreign = await desk.ticket({ subject: 'Salary of Kim' }, kim)
  await signIn(page, desk.jane)
  await page.goto('/')
  await expect(page.getByTestId('row')).toHaveCount(1)
  await expect(page.getByTestId('row')).toContainText('My mouse is dead')
  await page.goto(`/portal/requests/${foreign.key}`)
  await expect(page.getByRole('heading', { name: 'There is no such request' }).last()).toBeVisible()
  await expect(page.getByText('Salary of Kim')).toHaveCount(0)
  await page.goto(`/tickets/${own.key}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My mouse is dead')
})

test('each status reaches a requester in plain words, without a reload', async ({ page, desk, signIn }) => {
  const { id, key } = await desk.ticket()
  const move = (status: string, reason?: string) =>
    desk.call(desk.ana, 'POST', `/tickets/${id}/transition`, {
      status,
      ...(reason === undefined ? {} : { reason }),
    })
  await signIn(page, desk.jane)
  await page.goto(`/portal/requests/${key}`)
  const status = page.getByRole('status', { name: 'Status' })
  await expect(status).toContainText('Received')
  await markPage(page)
  await move('IN_PROGRESS')
  await expect(status).toContainText('We are on it')
  await desk.reply(id, 'Which laptop is it?')
  await move('WAITING_ON_REQUESTER')
  await expect(status).toContainText('Waiting for you')
  await move('WAITING_ON_VENDOR', 'Dell drags its feet')
  await expect(status).toContainText('With a supplier')
  await move('RESOLVED')
  await expect(status).toContainText('Solved')
  await move('REOPENED')
  await expect(status).toContainText('Reopened')
  await move('CLOSED', 'SPAM')
  await expect(status).toContainText('Closed')
  await expectSamePage(page)
  for (const word of ['IN_PROGRESS', 'WAITING', 'RESOLVED', 'TRIAGED', 'Dell drags'])
    await expect(page.getByText(word)).toHaveCount(0)
})

test('nothing that the desk keeps to itself reaches a requester’s page or its calls', async ({
  page,
  desk,
  signIn,
}) => {
  const { id, key } = await desk.ticket()
  await desk.note(id, 'Jane is on the watch list')
  await desk.call(desk.ana, 'POST', `/tickets/${id}/assign`, { assigneeId: desk.ben.id })
  await desk.call(desk.ana, 'POST', `/tickets/${id}/transition`, {
    status: 'WAITING_ON_VENDOR',
    reason: 'Dell drags its feet',
  })
  const heard = listenTo(page)
  await signIn(page, desk.jane)
  await page.goto('/portal')
  await page.getByTestId('row').click()
  await expect(page.getByText('It shows a black screen.')).toBeVisible()
  await desk.note(id, 'Jane asked twice')
  await desk.reply(id, 'We ordered a new one.')
  await expect(page.getByText('We ordered a new one.')).toBeVisible()
  const all = [await page.content(), ...(await heard())].join('\n')
  expect(all).toContain(key)
  for (const secret of ['watch list', 'asked twice', 'Dell drags', desk.ben.id])
    expect(all).not.toContain(secret)
})

test('a requester answers, calls it solved and reopens it, and an agent sees each step', async ({
  page,
  desk,
  signIn,
}) => {
  const { id, key } = await desk.ticket()
  await signIn(page, desk.jane)
  await page.goto(`/portal/requests/${key}`)
  await markPage(page)
  await page.getByLabel('Your answer').fill('It is the grey one.')
  await page.keyboard.press('Control+Enter')
  await expect(page.locator('[data-message]').filter({ hasText: 'It is the grey one.' })).toHaveCount(1)
  await expect(page.getByLabel('Your answer')).toHaveValue('')
  await desk.reply(id, 'Try another cable, please.')
  await expect(page.locator('[data-message]').filter({ hasText: 'Ana Kaya' })).toContainText('another cable')
  await picture(page, 'portal')
  await page.getByRole('button', { name: "It's solved" }).click()
  await expect.poll(async () => (await desk.read(id)).status).toBe('RESOLVED')
  await page.getByRole('button', { name: 'Not solved: reopen' }).click()
  await expect.poll(async () => (await desk.read(id)).status).toBe('REOPENED')
  await expect(page.getByRole('status', { name: 'Status' })).toContainText('Reopened')
  await expectSamePage(page)
})

test('an answer to what is closed becomes a new request that leads back to the old one', async ({
  page,
  desk,
  signIn,
}) => {
  const { id, key } = await desk.ticket()
  await desk.call(desk.ana, 'POST', `/tickets/${id}/transition`, { status: 'CLOSED', reason: 'DUPLICATE' })
  await signIn(page, desk.jane)
  await page.goto(`/portal/requests/${key}`)
  await expect(page.getByRole('status', { name: 'Status' })).toContainText('starts a new request')
  await page.getByLabel('Your answer').fill('It is back.')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page).not.toHaveURL(new RegExp(`${key}$`))
  await expect(page.locator('[data-message]')).toContainText('It is back.')
  await page.getByRole('link', { name: 'See the earlier one' }).click()
  await expect(page.getByText('It shows a black screen.')).toBeVisible()
})

test('an answer that did not arrive stays, says why, and sent again arrives once', async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/Failed to load resource|ERR_FAILED/)
  const { id, key } = await desk.ticket()
  await signIn(page, desk.jane)
  await page.goto(`/portal/requests/${key}`)
  // The desk takes it, and its answer is lost on the way.
  await page.route('**/replies', async (route) => {
    await route.fetch()
    await route.abort()
  })
  await page.getByLabel('Your answer').fill('Still broken.')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.locator('[data-outgoing]')).toContainText('Not sent')
  await page.unroute('**/replies')
  await page.getByRole('button', { name: 'Send again' }).click()
  await expect(page.locator('[data-outgoing]')).toHaveCount(0)
  await expect(page.locator('[data-message]').filter({ hasText: 'Still broken.' })).toHaveCount(1)
  const { body } = await desk.call(desk.jane, 'GET', `/tickets/${id}/messages`)
  expect(body.items).toHaveLength(2)
})

test('what a requester writes outlives the page, and goes when they sign out', async ({
  page,
  desk,
  signIn,
}) => {
  const { key } = await desk.ticket()
  await signIn(page, desk.jane)
  await page.goto(`/portal/requests/${key}`)
  await page.getByLabel('Your answer').fill('Half a sentence')
  await page.reload()
  await expect(page.getByLabel('Your answer')).toHaveValue('Half a sentence')
  await page.getByRole('button', { name: /Jane Doe/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: /Sign in/ })).toBeVisible()
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes('portal'))),
  ).toEqual([])
})

test('a new request goes to the team that was chosen, and to the page of it', async ({
  page,
  desk,
  signIn,
}) => {
  await signIn(page, desk.jane)
  await page.goto('/portal')
  await expect(page.getByRole('heading', { name: 'No requests yet' })).toBeVisible()
  await page.getByRole('navigation').getByRole('link', { name: 'New request' }).click()
  await page.getByRole('button', { name: 'Send the request' }).click()
  await expect(page.getByText('This is missing.')).toHaveCount(2)
  await page.getByText('HR', { exact: true }).click()
  await page.getByLabel('What is it about?').fill('Parental leave')
  await page.getByLabel('What happened?').fill('How do I ask for it?')
  await page.getByRole('button', { name: 'Send the request' }).click()
  await expect(page).toHaveURL(/\/portal\/requests\/HR-\d+$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Parental leave')
  await page.getByRole('link', { name: 'All requests' }).click()
  await expect(page.getByTestId('row')).toContainText('Parental leave')
})

test('signing in as a requester leads to their requests', async ({ page, desk }) => {
  await page.goto('/portal')
  await page.getByLabel('Mail address').fill(desk.jane.email)
  await page.getByLabel('Password', { exact: true }).fill(desk.jane.password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My requests')
  await expect(page).toHaveURL(/\/portal$/)
})

test('who works at the desk sees own requests there, and no note on them', async ({ page, desk, signIn }) => {
  const own = await desk.ticket({ subject: 'New badge for Ana' }, desk.ana)
  const { key } = await desk.ticket()
  await desk.note(own.id, 'Ana loses badges', desk.ben)
  await desk.reply(own.id, 'Come by at noon.', desk.ben)
  await signIn(page, desk.ana)
  await page.goto('/portal')
  await expect(page.getByTestId('row')).toHaveCount(1)
  await page.getByTestId('row').click()
  await expect(page.getByText('Come by at noon.')).toBeVisible()
  await expect(page.getByText('loses badges')).toHaveCount(0)
  await page.goto(`/portal/requests/${key}`)
  await expect(page.getByRole('link', { name: `Open ${key} at the desk` })).toBeVisible()
})

test('at 320 px nothing of a request is lost or scrolls sideways', async ({ desk, openAs }) => {
  const { id, key } = await desk.ticket({ subject: `Averylongwordwithoutanybreak${'x'.repeat(60)}` })
  await desk.reply(id, `https://example.org/${'a'.repeat(120)}`)
  const page = await openAs(desk.jane, { viewport: { width: 320, height: 640 } })
  for (const path of ['/portal', '/portal/new', `/portal/requests/${key}`]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width, path).toBeLessThanOrEqual(320)
  }
})

/** Marks the page, so that a reload would be seen. */
async function markPage(page: Page): Promise<void> {
  await page.evaluate(() => document.body.setAttribute('data-same', 'yes'))
}

async function expectSamePage(page: Page): Promise<void> {
  await expect(page.locator('body[data-same=yes]')).toHaveCount(1)
}

/** Reads what every call of the API answers this page, but streams. */
function listenTo(page: Page): () => Promise<string[]> {
  const texts: Promise<string>[] = []
  const hear = (answer: Response) => {
    const { pathname } = new URL(answer.url())
    if (pathname.startsWith('/api/') && pathname !== '/api/v1/events') texts.push(answer.text())
  }
  page.on('response', hear)
  return () => {
    page.off('response', hear)
    return Promise.all(texts)
  }
}

test('an answer that arrives while its author looks elsewhere is not in the field again, and nothing beside it is lost', async ({
  page,
  desk,
  signIn,
}) => {
  const { id, key } = await desk.ticket()
  await signIn(page, desk.jane)
  await page.goto(`/portal/requests/${key}`)
  const held = Promise.withResolvers<void>()
  await page.route('**/replies', async (route) => {
    await held.promise
    await route.continue()
  })
  await page.getByLabel('Your answer').fill('On its way.')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByLabel('Your answer').fill('Half a sent')
  await page.getByRole('link', { name: 'All requests' }).click()
  await expect(page.getByTestId('row')).toBeVisible()
  const answered = page.waitForResponse((answer) => answer.url().endsWith('/replies'))
  held.resolve()
  await answered
  await page.getByTestId('row').getByRole('link').click()
  await expect(page.locator('[data-message]').filter({ hasText: 'On its way.' })).toHaveCount(1)
  await expect(page.getByLabel('Your answer')).toHaveValue('Half a sent')
  const { body } = await desk.call(desk.jane, 'GET', `/tickets/${id}/messages`)
  expect(body.items).toHaveLength(2)
})
