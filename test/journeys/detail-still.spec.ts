import type { Page } from '@playwright/test'
import { expect, type Organisation, type Person, test } from './fixtures.ts'
import { openTicket, write } from './writing.ts'

/** Where the parts of a ticket stand that somebody may be about to press or reads. */
function places(page: Page): Promise<Record<string, number[]>> {
  return page.getByTestId('detail').evaluate((detail) => {
    const parts = {
      header: 'header',
      tabs: '[role=tablist]',
      message: '[data-seq]:nth-of-type(3)',
      composer: '[data-testid=composer]',
      status: '[data-property=status]',
      assignee: '[data-property=assignee]',
      priority: '[data-property=priority]',
      requester: 'aside h3',
    }
    const placeOf = (selector: string) => {
      const { x = Number.NaN, y = Number.NaN } = detail.querySelector(selector)?.getBoundingClientRect() ?? {}
      return [x, y]
    }
    return Object.fromEntries(Object.entries(parts).map(([name, selector]) => [name, placeOf(selector)]))
  })
}

/** Does something to a ticket as somebody, through the API. */
async function as(desk: Organisation, who: Person, id: string, what: string, body: unknown): Promise<void> {
  const answer = await desk.call(who, 'POST', `/tickets/${id}/${what}`, body)
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
}

/** Ben and the owner come and write, Ben takes it and sets it waiting, and holds a reply back. */
async function crowd(desk: Organisation, id: string): Promise<void> {
  await as(desk, desk.ben, id, 'presence', { mode: 'REPLYING' })
  await as(desk, desk.owner, id, 'presence', { mode: 'VIEWING' })
  await as(desk, desk.ben, id, 'assign', { assigneeId: desk.ben.id })
  const reason = 'The maker looks into it and calls back at the end of next week, or the week after that'
  await as(desk, desk.ben, id, 'transition', { status: 'WAITING_ON_VENDOR', reason })
  await as(desk, desk.ben, id, 'replies', { body: 'Held back', delaySeconds: 60 })
}

for (const [where, width] of [
  ['wide', 1440],
  ['beside a drawer', 1100],
  ['on a phone', 390],
] as const)
  test(`what colleagues do on a ticket moves nothing of it, ${where}`, async ({ page, desk, signIn }) => {
    const ticket = await desk.ticket()
    for (let at = 1; at <= 14; at += 1) await desk.note(ticket.id, `Message ${at}`)
    await page.setViewportSize({ width, height: 844 })
    await signIn(page, desk.ana)
    await openTicket(page, ticket)
    await page.getByRole('region', { name: 'Conversation' }).evaluate((box) => box.scrollTo(0, 100))
    const before = await places(page)
    await crowd(desk, ticket.id)
    const detail = page.getByTestId('detail')
    await expect(detail.getByTestId('presence')).toHaveCount(2)
    await expect(detail).toContainText('2 more events')
    await expect(page.getByTestId('queued-reply')).toHaveCount(1)
    expect(await places(page)).toEqual(before)
    await as(desk, desk.ben, ticket.id, 'presence', { mode: 'LEFT' })
    await expect(detail.getByTestId('presence')).toHaveCount(1)
    expect(await places(page)).toEqual(before)
  })

test('what a colleague says of a ticket moves no option of an open picker and no button of who writes', async ({
  page,
  desk,
  signIn,
}) => {
  const ticket = await desk.ticket()
  await desk.reply(ticket.id, 'We look into it')
  await signIn(page, desk.ana)
  await openTicket(page, ticket)
  await page.keyboard.press('s')
  const option = page.getByRole('option').first()
  await expect(option).toBeVisible()
  const before = await option.boundingBox()
  await as(desk, desk.ben, ticket.id, 'transition', { status: 'TRIAGED' })
  await expect(page.getByText('Ben Okoro set Triaged just now')).toBeVisible()
  expect(await option.boundingBox()).toEqual(before)
  await page.keyboard.press('Escape')
  await expect(option).toBeHidden()

  await write(page, 'r', 'Dear Jane')
  const buttons = page.getByRole('button', { name: /^Send|Move text/ })
  const places = () => buttons.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().x))
  await expect(page.getByRole('button', { name: 'Move text to note' })).toBeVisible()
  const beside = await places()
  await as(desk, desk.ben, ticket.id, 'transition', { status: 'RESOLVED' })
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeVisible()
  expect(await places()).toEqual(beside)
})
