import type { Page } from '@playwright/test'
import type { Ticket } from '../../../contracts/tickets.ts'
import { meetColleagues } from '../colleagues.ts'
import type { Measure } from '../measure.ts'
import type { Stage } from '../stage.ts'

const ON_LIST = 30
const ON_TICKET = 30
const TICKETS = 3
const MESSAGES = 30
const SESSION_MS = 120_000
const QUICK_MS = 30_000
const OWN_MS = 400

/**
 * B12: what moves by itself in a session of two minutes in which others change 60 things, while somebody goes through
 * the list, opens a ticket, reads in its middle, opens pickers and writes. What moves after a press counts as well.
 */
export const layoutShift: Measure = {
  name: 'shift',
  runs: 1,
  gates: {
    'B12 shift of the list, 30 events': { unit: '', most: 0.02 },
    'B12 shift of a ticket, 30 events': { unit: '', most: 0 },
    'opening and closing the composer': { unit: '' },
  },
  async run(stage, isQuick) {
    const everyMs = (isQuick ? QUICK_MS : SESSION_MS) / (ON_LIST + ON_TICKET)
    return session(stage, everyMs)
  },
}

async function session(stage: Stage, everyMs: number): Promise<Record<string, number>> {
  const { desk } = stage
  const colleagues = await meetColleagues(desk)
  const tickets: Ticket[] = []
  for (let at = 0; at < TICKETS; at += 1)
    tickets.push(await desk.ticket({ subject: `Everybody is here ${at}` }))
  const [first] = tickets
  if (first === undefined) throw new Error('there is no ticket')
  for (let at = 0; at < MESSAGES; at += 1)
    await desk.reply(
      first.id,
      `Message ${at}. ${'Nothing new. '.repeat(at * 3)}`,
      at % 2 === 0 ? desk.ana : desk.jane,
    )
  return stage.withSeat(async ({ page }) => {
    await page.goto('/inbox')
    await settled(page)
    await forget(page)
    await live(everyMs, LIST_STEPS, page, ON_LIST, (at) =>
      // Some in a row on one ticket: its statuses follow from each other.
      colleagues.change(tickets[Math.floor((at * TICKETS) / ON_LIST)]?.id ?? ''),
    )
    const list = await moved(page, 'list')
    await forget(page)
    await page.locator(`[data-testid=row][data-ticket="${first.id}"]`).click()
    await settled(page)
    await live(everyMs, TICKET_STEPS, page, ON_TICKET, () => colleagues.change(first.id))
    const ticket = await moved(page, 'ticket')
    return {
      'B12 shift of the list, 30 events': list.byItself,
      'B12 shift of a ticket, 30 events': ticket.byItself,
      'opening and closing the composer': ticket.asAsked,
    }
  })
}

/** What the reader does while a change of others comes in: the number of the change to the step. */
type Steps = Readonly<Record<number, (page: Page) => Promise<unknown>>>

const LIST_STEPS: Steps = {
  0: (page) => page.mouse.move(700, 400),
  1: (page) => press(page, 'j', 'j', 'j', 'k'),
  3: (page) => page.mouse.move(700, 405),
  4: (page) => press(page, 's'),
  6: (page) => press(page, 'Escape'),
  7: (page) => press(page, 'x'),
  9: (page) => press(page, 'Escape', 'j', 'j', 'j'),
  10: (page) => press(page, 'Space'),
  12: (page) => press(page, 'j', 'Escape'),
  13: (page) => page.mouse.wheel(0, 300),
  15: (page) => press(page, 'j', 'k', 'j', 'k'),
  16: (page) => page.mouse.move(5, 5),
}

const TICKET_STEPS: Steps = {
  2: async (page) => {
    await page.mouse.move(500, 400)
    await page.mouse.wheel(0, -1_500)
  },
  5: (page) => press(page, 's'),
  8: (page) => press(page, 'Escape'),
  9: (page) => press(page, ',', ',', '.'),
  11: (page) => press(page, 'a'),
  12: (page) => press(page, 'Escape'),
  13: (page) => page.mouse.wheel(0, 20_000),
  14: (page) => own(page, 'n'),
  15: (page) => page.keyboard.type('Does anybody know '),
  16: (page) => page.keyboard.type('where its charger went? '),
  17: (page) => page.keyboard.press('Escape'),
  19: (page) => own(page, 'r'),
  20: (page) => page.keyboard.type('Dear Jane, we '),
  21: (page) => page.keyboard.type('look into it.'),
  25: (page) => own(page, 'Control+Enter'),
  27: (page) => page.mouse.wheel(0, 20_000),
  28: (page) => press(page, 'j', 'k'),
}

async function live(
  everyMs: number,
  steps: Steps,
  page: Page,
  count: number,
  change: (at: number) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    const endsAt = Date.now() + everyMs
    await change(at)
    await steps[at]?.(page)
    await page.waitForTimeout(Math.max(0, endsAt - Date.now()))
  }
}

/** A press that opens or closes where one writes: what this moves was asked for, and is told apart. */
async function own(page: Page, key: string): Promise<void> {
  // What others changed before is painted by then.
  await page.waitForTimeout(OWN_MS)
  const before = await page.evaluate(() => window.probes.shifts.length)
  await page.keyboard.press(key)
  await page.waitForTimeout(OWN_MS)
  await page.evaluate((before) => {
    for (const shift of window.probes.shifts.slice(before)) shift.isOwn = true
  }, before)
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key)
    await page.waitForTimeout(60)
  }
}

async function settled(page: Page): Promise<void> {
  await page.getByTestId('conn').getByText('Live').waitFor()
  await page.locator('[data-testid=row], [data-testid=detail] [data-message]').first().waitFor()
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  // What the page loads when it has time.
  await page.waitForTimeout(1_000)
}

async function forget(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.probes.shifts = []
  })
}

/** How much moved since it was forgotten, by itself and as the reader asked; what moved is told on the terminal. */
async function moved(page: Page, what: string): Promise<{ byItself: number; asAsked: number }> {
  // The browser tells of it a little later.
  await page.waitForTimeout(500)
  const shifts = await page.evaluate(() => window.probes.shifts)
  const sums = { byItself: 0, asAsked: 0 }
  for (const { value, nodes, isOwn = false } of shifts) {
    sums[isOwn ? 'asAsked' : 'byItself'] += value
    console.log(`${what} moved by ${value.toFixed(5)}${isOwn ? ', as asked' : ''}: ${nodes.join('; ')}`)
  }
  return sums
}
