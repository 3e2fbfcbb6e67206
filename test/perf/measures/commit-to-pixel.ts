import { type OpenStream, openStream } from '../../harness/open-stream.ts'
import type { Organisation } from '../../journeys/organisation.ts'
import type { Measure } from '../measure.ts'
import type { Stage } from '../stage.ts'
import { percentile } from '../statistics.ts'

const CHANGES = 40
const STREAMS = 50
const STREAMS_PER_PERSON = 5

/** B10: from the moment a change is asked for to its pixel in another agent's browser, with 50 streams open. */
export const commitToPixel: Measure = {
  name: 'live',
  runs: 1,
  gates: {
    'B10 a change to the pixel of another, p95': { unit: 'ms', most: 250 },
    'B10 a change to the pixel of another, p99': { unit: 'ms', most: 1_000 },
  },
  async run(stage) {
    const streams = await listeners(stage.desk)
    try {
      const times = await changed(stage)
      return {
        'B10 a change to the pixel of another, p95': percentile(times, 95),
        'B10 a change to the pixel of another, p99': percentile(times, 99),
      }
    } finally {
      for (const stream of streams) stream.close()
    }
  },
}

async function listeners(desk: Organisation): Promise<OpenStream[]> {
  const people = Array.from({ length: STREAMS / STREAMS_PER_PERSON }, (_, at) => at)
  const streams: OpenStream[] = []
  for (const at of people) {
    const { key } = await desk.person(`Listener${at} Live`, 'AGENT', [desk.it])
    for (let one = 0; one < STREAMS_PER_PERSON; one += 1)
      streams.push(await openStream(desk.url, { topics: `team:${desk.it.id}`, key }))
  }
  return streams
}

async function changed(stage: Stage): Promise<number[]> {
  const { desk } = stage
  return stage.withSeat(async ({ page }) => {
    const ticket = await desk.ticket({ subject: 'Change 0' })
    await page.goto('/inbox')
    const row = `[data-testid=row][data-ticket="${ticket.id}"]`
    await page.locator(row).waitFor()
    await page.getByTestId('conn').getByText('Live').waitFor()
    const times: number[] = []
    let { version } = ticket
    for (let at = 1; at <= CHANGES; at += 1) {
      const subject = `Change ${at}`
      const seen = page.evaluate(
        ([row, subject]) =>
          new Promise<number>((resolve) => {
            const look = () => {
              if (document.querySelector(row ?? '')?.textContent?.includes(subject ?? '') !== true) return
              observer.disconnect()
              requestAnimationFrame(() => resolve(Date.now()))
            }
            const observer = new MutationObserver(look)
            observer.observe(document, { childList: true, subtree: true, characterData: true })
            // It may be there already.
            look()
          }),
        [row, subject],
      )
      const askedAt = Date.now()
      version = await rename(desk, ticket.id, version, subject)
      times.push((await seen) - askedAt)
    }
    return times
  })
}

async function rename(desk: Organisation, id: string, version: number, subject: string): Promise<number> {
  const answer = await fetch(`${desk.url}/api/v1/tickets/${id}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${desk.ben.key}`,
      'content-type': 'application/json',
      'if-match': `"v${version}"`,
    },
    body: JSON.stringify({ subject }),
  })
  if (!answer.ok) throw new Error(`the change was refused: ${answer.status} ${await answer.text()}`)
  return ((await answer.json()) as { version: number }).version
}
