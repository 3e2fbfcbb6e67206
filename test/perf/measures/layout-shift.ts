import type { Measure } from '../measure.ts'
import type { Stage } from '../stage.ts'

const EVENTS = 60

/** B12: what moves by itself while 60 changes of others come in, on the list and on a ticket. */
export const layoutShift: Measure = {
  name: 'shift',
  runs: 1,
  gates: {
    'B12 shift of the list over 60 events': { unit: '', most: 0.02 },
    'B12 shift of a ticket over 60 events': { unit: '', most: 0 },
  },
  async run(stage) {
    const ticket = await stage.desk.ticket({ subject: 'Everybody writes here' })
    return {
      'B12 shift of the list over 60 events': await shifted(stage, '/inbox', ticket.id),
      'B12 shift of a ticket over 60 events': await shifted(stage, `/tickets/${ticket.key}`, ticket.id),
    }
  },
}

async function shifted(stage: Stage, path: string, ticketId: string): Promise<number> {
  const { desk } = stage
  return stage.withSeat(async ({ page }) => {
    await page.goto(path)
    await page.getByTestId('conn').getByText('Live').waitFor()
    await page.locator('[data-testid=row], [data-message]').first().waitFor()
    await page.evaluate(() => document.fonts.ready.then(() => undefined))
    await page.evaluate(() => {
      window.probes.shifts = 0
    })
    await page.mouse.move(700, 400)
    for (let at = 0; at < EVENTS; at += 1) {
      await page.mouse.move(700, 400 + (at % 5))
      if (at % 2 === 0) await desk.note(ticketId, `Note ${at}`, desk.ben)
      else await desk.ticket({ subject: `New one ${at}` })
    }
    await page.waitForTimeout(1_000)
    return page.evaluate(() => window.probes.shifts)
  })
}
