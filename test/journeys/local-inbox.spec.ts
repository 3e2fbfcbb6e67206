import { expectAccessible } from './axe.ts'
import { expect, test } from './fixtures.ts'

test('an owner sees a mail that would have left as soon as it would, and answers it as its recipient', async ({
  page,
  desk,
  signIn,
}) => {
  const { id, key } = await desk.ticket()
  await signIn(page, desk.owner)
  await page.goto('/local-inbox')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Local inbox')
  await desk.reply(id, 'Have you tried another cable?')
  const mail = page.getByTestId('row').filter({ hasText: `[${key}]` })
  await mail.first().click()
  const shown = page.getByTestId('mail')
  await expect(shown.getByRole('region', { name: 'Text' })).toContainText('another cable')
  await shown.getByText('HTML', { exact: true }).click()
  await expect(shown.frameLocator('iframe').getByText('Have you tried another cable?')).toBeVisible()
  expect(await shown.locator('iframe').getAttribute('sandbox')).toBe('')
  await shown.getByText('Header fields').click()
  await expect(shown.getByRole('region', { name: 'Header fields' })).toContainText('Message-ID')
  await shown.getByLabel('Reply as the requester').fill('It was the cable.')
  await shown.getByRole('button', { name: 'Send the reply' }).click()
  await expect(shown.getByText('Sent: it came in as mail.')).toBeVisible()
  await expect
    .poll(async () => JSON.stringify((await desk.call(desk.owner, 'GET', `/tickets/${id}/messages`)).body))
    .toContain('It was the cable.')
  await shown.getByRole('link', { name: 'Open the ticket' }).click()
  await expect(page.getByTestId('detail')).toContainText('It was the cable.')
})

test('the local inbox is for owners', async ({ page, desk, signIn }) => {
  await signIn(page, desk.ana)
  await page.goto('/local-inbox')
  await expect(page.getByRole('heading', { name: 'This is not open to you' }).last()).toBeVisible()
})

test('axe finds nothing on the local inbox with a mail open', async ({ page, desk, signIn }) => {
  const { id } = await desk.ticket()
  await desk.reply(id, 'Have you tried another cable?')
  await signIn(page, desk.owner)
  await page.goto('/local-inbox')
  await page.getByTestId('row').first().click()
  await expect(page.getByTestId('mail').getByRole('region', { name: 'Text' })).toContainText('another cable')
  await expectAccessible(page, 'the local inbox')
})
