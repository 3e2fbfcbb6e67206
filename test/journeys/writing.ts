import type { Locator, Page } from '@playwright/test'
import type { Ticket } from '../../contracts/tickets.ts'
import { expect, type Organisation, type Person } from './fixtures.ts'

/** The field of a mode in the composer; there only while that mode is chosen. */
export function composerOf(page: Page, mode: 'reply' | 'note'): Locator {
  return page.getByTestId('composer').getByTestId(mode).getByRole('textbox')
}

/** Opens a ticket and waits until its conversation is there. */
export async function openTicket(page: Page, { id, key }: { id: string; key: string }): Promise<void> {
  await page.goto(`/tickets/${key}`)
  await expect(page.locator(`[data-testid=detail][data-ticket="${id}"] [data-message]`).first()).toBeVisible()
  await expect(page.getByTestId('conn')).toHaveText('Live')
}

/** Opens the composer by its key, as people do, and types. */
export async function write(page: Page, key: 'r' | 'n', text: string): Promise<void> {
  await page.keyboard.press(key)
  await expect(composerOf(page, key === 'r' ? 'reply' : 'note')).toBeFocused()
  await page.keyboard.type(text)
}

/** Sets how long Ana's replies can be taken back, in seconds. */
export async function withWindow(desk: Organisation, undoSeconds: number): Promise<void> {
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

/** Ana writes a reply, Ben answers before her, and she sends hers; answers the ticket. */
export async function replyAcross(
  page: Page,
  desk: Organisation,
  signIn: (page: Page, person: Person) => Promise<void>,
): Promise<Ticket> {
  const ticket = await desk.ticket()
  await withWindow(desk, 0)
  await signIn(page, desk.ana)
  await openTicket(page, ticket)
  await write(page, 'r', 'Mine')
  await desk.reply(ticket.id, 'Ben was first', desk.ben)
  await page.keyboard.press('ControlOrMeta+Enter')
  return ticket
}
