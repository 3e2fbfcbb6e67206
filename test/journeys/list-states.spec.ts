import { expect, test } from './fixtures.ts'
import { fileMany, openList, rowsOf } from './list-page.ts'

test('a list that has nothing yet, and one where nothing is open, say so and offer the next step', async ({
  page,
  desk,
  signIn,
}) => {
  await signIn(page, desk.ana)
  await page.goto('/inbox')
  await expect(page.getByRole('heading', { name: 'No open tickets' })).toBeVisible()
  await page.getByRole('link', { name: 'Show all tickets' }).click()
  await expect(page.getByRole('heading', { name: 'No tickets yet' })).toBeVisible()
  const create = page.getByRole('main').getByRole('button', { name: 'New ticket' }).last()
  await create.click()
  await expect(page.getByRole('dialog', { name: 'New ticket' })).toBeVisible()
})

test('a filter that nothing matches is named and can be cleared', async ({ page, desk, signIn }) => {
  await fileMany(desk, 2)
  await signIn(page, desk.ana)
  await page.goto('/tickets?status=CLOSED&assignee=me')
  await expect(page.getByRole('heading', { name: 'No ticket matches' })).toBeVisible()
  await expect(page.getByText('Nothing is there for status:closed assignee:me.')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(rowsOf(page)).toHaveCount(2)
  await expect(page).toHaveURL(/\/tickets$/)
})

test('while nothing has come yet rows of the same height stand there', async ({ page, desk, signIn }) => {
  await fileMany(desk, 2)
  await signIn(page, desk.ana)
  let answer: () => void = () => {}
  const mayAnswer = new Promise<void>((resolve) => {
    answer = resolve
  })
  await page.route(/\/api\/v1\/tickets\?/, async (route) => {
    await mayAnswer
    await route.continue()
  })
  await page.goto('/tickets')
  await expect(page.getByRole('status').filter({ hasText: 'Loading' })).toBeVisible()
  answer()
  await expect(rowsOf(page)).toHaveCount(2)
})

test('what fails is said in its place with the request, and tried again', async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/status of 500/)
  await fileMany(desk, 2)
  await signIn(page, desk.ana)
  let isDown = true
  await page.route(/\/api\/v1\/tickets\?/, (route) =>
    isDown ? route.fulfill(problem(500, 'internal')) : route.continue(),
  )
  await page.goto('/tickets')
  const alert = page.getByRole('alert').filter({ hasText: 'The tickets did not come' })
  await expect(alert).toBeVisible()
  await expect(alert).toContainText('req-broken')
  isDown = false
  await alert.getByRole('button', { name: 'Try again' }).click()
  await expect(rowsOf(page)).toHaveCount(2)
})

test('without a network the list can be read, and a change of a property waits and is marked', async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/ERR_INTERNET_DISCONNECTED|Failed to load resource/)
  const [first] = await fileMany(desk, 3)
  await signIn(page, desk.ana)
  await openList(page)
  await page.context().setOffline(true)
  await expect(page.getByText('You are offline since')).toBeVisible({ timeout: 13_000 })
  await expect(rowsOf(page)).toHaveCount(3)
  await page.keyboard.press('j')
  await page.keyboard.press('i')
  await expect(rowsOf(page).first().getByTestId('pending')).toBeVisible()
  await page.context().setOffline(false)
  await expect.poll(async () => (await desk.read(first?.id ?? '')).assigneeId).toBe(desk.ana.id)
  await expect(page.getByTestId('pending')).toHaveCount(0)
})

test('what the desk refuses is said as that, without a way to try it again', async ({
  page,
  desk,
  signIn,
  allow,
}) => {
  allow(/status of 403/)
  await signIn(page, desk.ana)
  await page.route(/\/api\/v1\/tickets\?/, (route) => route.fulfill(problem(403, 'forbidden')))
  await page.goto('/tickets')
  const alert = page.getByRole('alert').filter({ hasText: 'This is not open to you' })
  await expect(alert).toContainText('Something is wrong.')
  await expect(alert.getByRole('button')).toHaveCount(0)
})

/** A refusal as the desk answers it. */
function problem(status: number, code: string) {
  const requestId = 'req-broken'
  const body = { type: 'about:blank', title: code, status, code, detail: 'Something is wrong.', requestId }
  return { status, contentType: 'application/problem+json', body: JSON.stringify(body) }
}
