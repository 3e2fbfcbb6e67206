import type { Page } from '@playwright/test'
import { readManifest } from './web-manifest.ts'

/** Code that a page asks for and does not get yet. */
export type HeldCode = {
  /** From now on it comes, also what was asked for before. */
  letGo(): void
  /** What was asked for before, and until it is let go, fails. */
  refuse(): void
}

/** Holds back the files of code whose name begins so; call it before the page is opened. */
export async function holdCode(page: Page, name: string): Promise<HeldCode> {
  let settle: (comes: boolean) => void = () => undefined
  let comes = new Promise<boolean>((resolve) => {
    settle = resolve
  })
  await page.route(
    ({ pathname }) => pathname.startsWith(`/assets/${name}-`) && pathname.endsWith('.js'),
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
