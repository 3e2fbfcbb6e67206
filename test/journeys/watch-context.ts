import type { BrowserContext } from '@playwright/test'

/** What a browser complained of in a test, and what the test said that it would. */
export type Complaints = {
  /** Collects what the pages of a context complain of. */
  watch(context: BrowserContext, deskUrl: string): void
  /** From now on a complaint that fits is expected, such as a 409 that the test causes. */
  allow(pattern: RegExp): void
  /** Those that nobody expected. */
  unexpected(): string[]
}

/**
 * Collects errors and warnings of the console (a refused style or script is one), errors that nothing caught, and
 * requests to any other place than the desk.
 */
export function createComplaints(): Complaints {
  const all: string[] = []
  const allowed: RegExp[] = []
  return {
    watch(context, deskUrl) {
      context.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning')
          all.push(`${message.type()}: ${message.text()} (${message.location().url})`)
      })
      context.on('weberror', (error) => all.push(`uncaught: ${error.error().stack ?? error.error().message}`))
      context.on('request', (request) => {
        if (!isOwn(request.url(), deskUrl)) all.push(`foreign request: ${request.url()}`)
      })
    },
    allow: (pattern) => void allowed.push(pattern),
    unexpected: () => all.filter((one) => !allowed.some((pattern) => pattern.test(one))),
  }
}

function isOwn(url: string, deskUrl: string): boolean {
  return url.startsWith(`${deskUrl}/`) || /^(data|blob|about|chrome-error):/.test(url)
}
