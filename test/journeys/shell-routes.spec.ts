import { expect, type Person, test } from './fixtures.ts'
import { addressOf } from './screens.ts'

/** The screens of agents, in parts that a test does in time; `ticket` and `team` stand for one of each. */
const AGENT_ROUTES = [
  [
    ['/inbox', 'Inbox'],
    ['ticket', 'Laptop will not boot'],
    ['team', 'IT'],
    ['/people', 'People'],
  ],
  [
    ['/tickets', 'All tickets'],
    ['/teams', 'Teams'],
    ['/settings/appearance', 'Appearance'],
    ['/settings/shortcuts', 'Shortcuts'],
  ],
  [
    ['/settings/replies', 'Replies'],
    ['/help', 'Keyboard shortcuts'],
    ['/portal', 'My requests'],
    ['/portal/new', 'New request'],
  ],
] as const
/** Behind each the call that answers what it shows. */
const OWNER_ROUTES = [
  ['/local-inbox', 'Local inbox', '/local-inbox'],
  ['/settings/desk', 'Desk', '/sample-desk'],
] as const

for (const routes of AGENT_ROUTES)
  test(`whoever works on tickets opens ${routes.map(([path]) => path).join(', ')}`, async ({
    page,
    desk,
    signIn,
  }) => {
    const ticket = await desk.ticket()
    await signIn(page, desk.ana)
    for (const [name, heading] of routes) {
      await page.goto(addressOf(name, ticket, desk.it))
      await expect(page.getByRole('heading', { level: 1 }), name).toContainText(heading)
    }
  })

for (const role of ['AGENT', 'LEAD', 'TEAM_ADMIN', 'OWNER'] as const)
  test(`${role} finds open what is for agents, and what is for owners only as one`, async ({
    page,
    desk,
    signIn,
  }) => {
    const ticket = await desk.ticket()
    const person = role === 'OWNER' ? desk.owner : await desk.person('Tom Other', role, [desk.it])
    await signIn(page, person)
    for (const [name, heading] of AGENT_ROUTES[0].slice(1, 3)) {
      await page.goto(addressOf(name, ticket, desk.it))
      await expect(page.getByRole('heading', { level: 1 }), name).toContainText(heading)
    }
    const isOpen = role === 'OWNER'
    for (const [path, heading, call] of OWNER_ROUTES) {
      await page.goto(path)
      const shown = page.getByRole('heading', { level: 1 })
      await expect(shown, path).toHaveText(isOpen ? heading : 'This is not open to you')
      await expect(page.getByRole('link', { name: heading, exact: true }), path).toHaveCount(isOpen ? 1 : 0)
      expect((await desk.call(person, 'GET', call)).status, call).toBe(isOpen ? 200 : 403)
    }
  })

test('a requester has no way to the screens of the desk, and the API refuses too', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket({}, desk.ana)
  await signIn(page, desk.jane)
  for (const [path, heading] of [
    ['/', 'My requests'],
    ['/inbox', 'My requests'],
    ['/tickets', 'My requests'],
    ['/people', 'There is nothing here'],
    ['/teams', 'There is nothing here'],
  ] as const) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 }), path).toHaveText(heading)
    await expect(page.getByRole('link', { name: /All tickets|People|Teams/ }), path).toHaveCount(0)
    await expect(page.locator(`[data-ticket="${ticket.id}"]`), path).toHaveCount(0)
  }
  const refused = async (path: string, as: Person = desk.jane) => (await desk.call(as, 'GET', path)).status
  expect(await refused('/people')).toBe(403)
  expect(await refused(`/tickets/${ticket.id}`)).toBe(404)
  expect(await refused(`/tickets/${ticket.id}/events`)).toBe(404)
})

test('an agent of another team sees neither the ticket nor a way to it', async ({ page, desk, signIn }) => {
  const other = await desk.person('Cara Lind', 'AGENT', [desk.hr])
  const ticket = await desk.ticket()
  await signIn(page, other)
  await page.goto('/inbox')
  await expect(page.getByTestId('conn')).toHaveText('Live')
  await expect(page.locator(`[data-ticket="${ticket.id}"]`)).toHaveCount(0)
  expect((await desk.call(other, 'GET', `/tickets/${ticket.id}`)).status).toBe(404)
})

test('who is not signed in is asked to, and is then where they wanted to go', async ({
  page,
  desk,
  allow,
}) => {
  allow(/status of 401/)
  await page.goto('/people?role=AGENT')
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await page.getByLabel('Mail address').fill(desk.ana.email)
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill(desk.ana.password)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/people\?role=AGENT/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('People')
})

test('an address that leads nowhere says so and leads back', async ({ page, desk, signIn }) => {
  await signIn(page, desk.ana)
  await page.goto('/settings/nothing-of-the-kind')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing here')
  await page.getByRole('link', { name: 'Go to the start' }).click()
  await expect(page).toHaveURL(/\/inbox/)
})
