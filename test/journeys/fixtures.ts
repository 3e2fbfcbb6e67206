import { randomBytes } from 'node:crypto'
import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from '@playwright/test'
import type { StreamLimits } from '../../server/delivery/realtime/index.ts'
import { type DeskProcess, startDeskProcess } from './desk-process.ts'
import { fillOrganisation, newTenant, type Organisation, type Person } from './organisation.ts'
import { type Complaints, createComplaints } from './watch-context.ts'

export { expect } from '@playwright/test'
export type { DeskProcess } from './desk-process.ts'
export type { Organisation, Person, Team } from './organisation.ts'

/** Opens another browser (a context of its own) for somebody, signed in; a page of it. */
export type OpenAs = (person: Person, options?: BrowserContextOptions) => Promise<Page>

type TestFixtures = {
  /** An organisation of the test's own with owner, agents Ana and Ben, requester Jane, teams IT and HR. */
  desk: Organisation
  /** Signs somebody in to the browser of a page, without the sign-in screen; load or reload it afterwards. */
  signIn: (page: Page, person: Person) => Promise<void>
  openAs: OpenAs
  /** Says that a complaint of the browser is expected in this test. */
  allow: (pattern: RegExp) => void
  /** A desk process of the test's own without any organisation, for set-up, clocks and broken streams. */
  startOwnDesk: (streamLimits?: Partial<StreamLimits>) => Promise<OwnDesk>
  complaints: Complaints
}
type WorkerFixtures = { deskProcess: DeskProcess }

/** A desk of a test's own; `organisation` makes one on it. */
export type OwnDesk = DeskProcess & { organisation(): Promise<Organisation> }

/** Each test has its own organisation and fails on any error of the console, of a promise, or of the page's policy. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  deskProcess: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern.
    async ({}, use) => {
      const desk = await startDeskProcess()
      await use(desk)
      await desk.stop()
    },
    { scope: 'worker' },
  ],
  desk: async ({ deskProcess }, use) => use(await organisationOn(deskProcess)),
  baseURL: async ({ deskProcess }, use) => use(deskProcess.url),
  complaints: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern.
    async ({}, use) => {
      const complaints = createComplaints()
      await use(complaints)
      expect(complaints.unexpected(), 'complaints of the browser').toEqual([])
    },
    { auto: true },
  ],
  allow: async ({ complaints }, use) => use(complaints.allow),
  context: async ({ context, complaints, deskProcess }, use) => {
    complaints.watch(context, deskProcess.url)
    await use(context)
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern.
  signIn: async ({}, use) => use((page, person) => signInTo(page.context(), person)),
  openAs: async ({ browser, baseURL, complaints, contextOptions }, use) => {
    const opened: BrowserContext[] = []
    await use(async (person, options = {}) => {
      const context = await browser.newContext({ ...contextOptions, baseURL: baseURL ?? '', ...options })
      opened.push(context)
      complaints.watch(context, options.baseURL ?? baseURL ?? '')
      await signInTo(context, person, options.baseURL ?? baseURL)
      return context.newPage()
    })
    for (const context of opened) await context.close()
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern.
  startOwnDesk: async ({}, use) => {
    const started: DeskProcess[] = []
    await use(async (streamLimits) => {
      const desk = await startDeskProcess(streamLimits)
      started.push(desk)
      return { ...desk, organisation: () => organisationOn(desk) }
    })
    for (const desk of started) await desk.stop()
  },
})

async function organisationOn(process: DeskProcess): Promise<Organisation> {
  const mark = `t${randomBytes(4).toString('hex')}`
  return fillOrganisation(process.url, mark, await process.tenant(newTenant(mark)))
}

/** Takes the session's cookie from the API, as the sign-in screen does. */
async function signInTo(context: BrowserContext, { email, password }: Person, url?: string): Promise<void> {
  const answer = await context.request.post(`${url ?? ''}/api/v1/session`, { data: { email, password } })
  if (!answer.ok()) throw new Error(`sign-in answered ${answer.status()}: ${await answer.text()}`)
}
