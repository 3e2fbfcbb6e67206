/** What sanitising hands back. Rules: docs/behaviour/mail-parsing.md, "HTML". */
export type SafeHtml = {
  /** Markup of the allow-list only. Sanitising it again, with the same options, changes nothing. */
  html: string
  /** Plain text of `html`: quotes as `> `, links as `text [url]`, images left out. */
  text: string
  /** Remote images whose address was moved from `src` to `data-blocked-src`. */
  blockedImages: number
  /** Set when the input broke a cap: cut at the size, or shown as escaped text (depth, time). */
  truncated?: 'size' | 'depth' | 'time'
}

export type SanitizeOptions = {
  /** Content-ID (without `<>` and `cid:`) to the address of our copy of that image. */
  cidUrls?: Readonly<Record<string, string>>
}

export type HtmlCaps = {
  maxHtmlBytes: number
  maxDepth: number
  /** CPU time of the worker for one document. What it waits for a processor does not count. */
  cpuLimitMs: number
}

/**
 * 512 levels is where Chrome's own parser flattens, and far beyond quoted replies in real mail; the
 * sanitiser's cost grows with the square of the depth (20,000 levels 0.13 s, 100,000 3.1 s: measured).
 */
export const htmlCaps: HtmlCaps = { maxHtmlBytes: 1024 * 1024, maxDepth: 512, cpuLimitMs: 2_000 }

export type WorkerRequest = { html: string; options: SanitizeOptions; maxDepth: number }
export type WorkerAnswer = Omit<SafeHtml, 'truncated'> & { tooDeep: boolean }
