import type { Measure } from '../measure.ts'

const OFFLINE_MS = 30_000

/** B16: after 30 s without a network, until the list says what the API says. */
export const reconnect: Measure = {
  name: 'reconnect',
  runs: 1,
  gates: {
    'B16 consistent after 30 s offline': { unit: 'ms', most: 3_000 },
    'B16 changes missed': { unit: '', most: 0 },
  },
  async run(stage) {
    const { desk } = stage
    const tickets = await Promise.all([0, 1, 2].map((at) => desk.ticket({ subject: `Offline ${at}` })))
    return stage.withSeat(async ({ page, context }) => {
      await page.goto('/inbox')
      await page.getByTestId('conn').getByText('Live').waitFor()
      const row = (id: string) => page.locator(`[data-testid=row][data-ticket="${id}"]`)
      for (const { id } of tickets) await row(id).waitFor()
      await context.setOffline(true)
      for (const { id } of tickets)
        await desk.call(desk.ben, 'POST', `/tickets/${id}/assign`, { assigneeId: desk.ben.id })
      await page.waitForTimeout(OFFLINE_MS)
      const backAt = Date.now()
      await context.setOffline(false)
      const seen = await Promise.all(
        tickets.map(({ id }) =>
          row(id)
            .getByText(desk.ben.name)
            .first()
            .waitFor({ timeout: 20_000 })
            .then(
              () => 0,
              () => 1,
            ),
        ),
      )
      return {
        'B16 consistent after 30 s offline': Date.now() - backAt,
        'B16 changes missed': seen.reduce((sum: number, one) => sum + one, 0),
      }
    })
  },
}
