import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from '@playwright/test'
import { startGround } from '../harness/database-server.ts'
import { type DeskProcess, startDeskProcess } from '../journeys/desk-process.ts'
import type { Organisation, Person } from '../journeys/organisation.ts'
import { plantDesk } from './plant-desk.ts'
import { PROBES } from './probes.ts'

/** How slow a browser is made: the processor divided by so much, and the network of a phone. */
export type Throttle = { cpu?: number; network?: boolean }

/** A browser of one person: nothing is cached in it yet. */
export type Seat = { page: Page; context: BrowserContext; cdp: CDPSession }

/** What is measured: a desk full of tickets, and browsers at it. */
export type Stage = {
  desk: Organisation
  process: DeskProcess
  /** The key of the ticket with 500 messages. */
  longTicketKey: string
  /** Runs with a new browser of Ana's, and closes it. */
  withSeat<T>(use: (seat: Seat) => Promise<T>, options?: Throttle & { person?: Person }): Promise<T>
  stop(): Promise<void>
}

const MEGABIT_BYTES = 125_000

/** Starts a database, a desk and a browser, and plants 10,000 tickets and 300 people. */
export async function openStage(): Promise<Stage> {
  const { ground, stop: stopGround } = await startGround()
  process.env.JOURNEYS_GROUND = JSON.stringify(ground)
  try {
    return await openOn(await startDeskProcess(), stopGround)
  } catch (error) {
    await stopGround()
    throw error
  }
}

async function openOn(desk: DeskProcess, stopGround: () => Promise<void>): Promise<Stage> {
  const planted = await plantDesk(desk).catch(async (error) => {
    await desk.stop()
    throw error
  })
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--js-flags=--expose-gc'],
    // The stage closes it, after what uses it.
    handleSIGINT: false,
    handleSIGTERM: false,
  })
  return {
    ...planted,
    process: desk,
    withSeat: (use, options = {}) => withSeat(browser, planted.desk, use, options),
    async stop() {
      await browser.close()
      await desk.stop()
      await stopGround()
    },
  }
}

async function withSeat<T>(
  browser: Browser,
  desk: Organisation,
  use: (seat: Seat) => Promise<T>,
  { person = desk.ana, cpu = 1, network = false }: Throttle & { person?: Person },
): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: desk.url })
  try {
    const { email, password } = person
    const answer = await context.request.post('/api/v1/session', { data: { email, password } })
    if (!answer.ok()) throw new Error(`sign-in answered ${answer.status()}`)
    await context.addInitScript(PROBES)
    const page = await context.newPage()
    const cdp = await context.newCDPSession(page)
    if (cpu !== 1) await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpu })
    if (network) {
      await cdp.send('Network.enable')
      const throughput = 9 * MEGABIT_BYTES
      await cdp.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 60,
        downloadThroughput: throughput,
        uploadThroughput: throughput,
      })
    }
    return await use({ page, context, cdp })
  } finally {
    await context.close()
  }
}
