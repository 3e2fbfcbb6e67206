import { expectAccessible } from './axe.ts'
import { AXE_ADDRESSES } from './axe-findings.ts'
import { expect, test } from './fixtures.ts'

/** axe reads a whole page, some seconds each on a busy machine. */

for (const path of AXE_ADDRESSES) {
  test(`axe finds nothing on ${path}`, async ({ page, desk, signIn }) => {
    await desk.ticket()
    await desk.ticket({ subject: 'VPN drops every hour', priority: 'P1' })
    await signIn(page, desk.owner)
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByRole('status', { name: /loading/i })).toHaveCount(0)
    await expectAccessible(page, path)
  })
}

test('axe finds nothing on a ticket with a reply and a note', async ({ page, desk, signIn }) => {
  const ticket = await desk.ticket()
  await desk.reply(ticket.id, 'Have you tried another cable?')
  await desk.note(ticket.id, 'The third one this week.')
  await signIn(page, desk.ana)
  await page.goto(`/tickets/${ticket.key}`)
  await expect(page.getByText('The third one this week.')).toBeVisible()
  await expectAccessible(page, 'a ticket')
})

test('axe finds nothing on a team', async ({ page, desk, signIn }) => {
  await signIn(page, desk.owner)
  await page.goto(`/teams/${desk.it.id}`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('IT')
  await expectAccessible(page, 'a team')
})

test('axe finds nothing on the way in, also when it was refused', async ({ page, desk, allow }) => {
  allow(/status of 401/)
  await page.goto('/sign-in')
  await page.getByLabel('Mail address').fill(desk.ana.email)
  await page.getByLabel('Password', { exact: true }).fill('wrong')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toBeVisible()
  await expectAccessible(page, 'sign-in')
})

test('axe finds nothing on the requests of a requester', async ({ page, desk, signIn }) => {
  const ticket = await desk.ticket()
  await desk.reply(ticket.id, 'Have you tried another cable?')
  await signIn(page, desk.jane)
  for (const path of ['/portal', '/portal/new', `/portal/requests/${ticket.key}`]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectAccessible(page, path)
  }
})
