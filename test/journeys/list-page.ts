import { expect, type Locator, type Page } from '@playwright/test'
import type { Ticket } from '../../contracts/tickets.ts'
import type { Organisation } from './organisation.ts'

/** The rows that are drawn. */
export const rowsOf = (page: Page): Locator => page.getByTestId('row')

/** The row of one ticket. */
export const rowOf = (page: Page, ticket: Pick<Ticket, 'id'>): Locator =>
  page.locator(`[data-testid="row"][data-ticket="${ticket.id}"]`)

/** Opens a list and waits for its rows and for the stream. */
export async function openList(page: Page, path = '/inbox'): Promise<void> {
  await page.goto(path)
  await expect(rowsOf(page).first()).toBeVisible()
  await expect(page.getByTestId('conn')).toHaveText('Live')
}

/** Files tickets; the first of the answer is the first of a list that has the newest change first. */
export async function fileMany(
  desk: Organisation,
  count: number,
  over: (at: number) => Record<string, unknown> = () => ({}),
): Promise<Ticket[]> {
  const filed: Ticket[] = []
  for (let from = 0; from < count; from += 20) {
    const ats = Array.from({ length: Math.min(20, count - from) }, (_, i) => from + i)
    const some = ats.map((at) => desk.ticket({ subject: `Ticket ${at + 1}`, ...over(at) }))
    filed.push(...(await Promise.all(some)))
  }
  return filed.sort((one, other) =>
    one.updatedAt === other.updatedAt
      ? one.id < other.id
        ? 1
        : -1
      : one.updatedAt < other.updatedAt
        ? 1
        : -1,
  )
}

/** The ticket under the cursor, as readers of the screen are told it. */
export async function cursorId(page: Page): Promise<string | undefined> {
  const active = await page.getByTestId('list').getAttribute('aria-activedescendant')
  return active?.replace('row-', '')
}

/** Where each row stands: id to y, in the order of the screen. */
export async function places(page: Page): Promise<[string, number][]> {
  const found = await rowsOf(page).evaluateAll((rows) =>
    rows.map((row): [string, number] => [
      row.getAttribute('data-ticket') ?? '',
      Math.round(row.getBoundingClientRect().top),
    ]),
  )
  return found.sort((one, other) => one[1] - other[1])
}

/** Changes a ticket through the API, by default as Ben. */
export async function change(
  desk: Organisation,
  ticket: Pick<Ticket, 'id'>,
  how: { status?: string; assigneeId?: string | null },
  as = desk.ben,
): Promise<void> {
  const [what, body] = 'status' in how ? ['transition', { status: how.status }] : ['assign', how]
  const answer = await desk.call(as, 'POST', `/tickets/${ticket.id}/${what}`, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
}
