import type { Page } from '@playwright/test'
import { readManifest } from './web-manifest.ts'

/** Code that a page asks for and does not get yet. */
export type HeldCode = {
  /** From now on it comes, also what was asked for before. */
  letGo(): void
  /** What was asked for before, and until it is let go, fails. */
  refuse(): void
}

/** Holds back the code of this name; call it before the page is opened. Throws where the build has none: nothing is held. */
export async function holdCode(page: Page, name: string): Promise<HeldCode> {
  const isNamed = (file: string) => file.startsWith(`assets/${name}-`) && file.endsWith('.js')
  if (![...readManifest().all()].some(isNamed)) throw new Error(`the build has no code called ${name}`)
  let settle: (comes: boolean) => void = () => undefined
  let comes = new Promise<boolean>((resolve) => {
    settle = resolve
  })
  await page.route(
    ({ pathname }) => isNamed(pathname.slice(1)),
    async (route) => ((await comes) ? route.continue() : route.abort()),
  )
  const answer = (does: boolean) => {
    comes = Promise.resolve(does)
    settle(does)
  }
  return { letGo: () => answer(true), refuse: () => answer(false) }
}

/**
 * Resolves when the code of these chunks is in the browser: a page that the network leaves then has it. Call it before
 * the page is opened.
 */
export function codeOf(page: Page, chunks: readonly string[]): Promise<void> {
  const missing = readManifest().filesOf(chunks)
  return new Promise((resolve) => {
    page.on('requestfinished', (request) => {
      missing.delete(new URL(request.url()).pathname.slice(1))
      if (missing.size === 0) resolve()
    })
  })
}
