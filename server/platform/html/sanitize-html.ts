import { exceedsDepth } from './depth-scan.ts'
import { type HtmlCaps, htmlCaps, type SafeHtml, type SanitizeOptions } from './safe-html.ts'
import { stripTags } from './strip-tags.ts'
import { textToHtml } from './text-to-html.ts'
import { createWorkerPool, type WorkerPool } from './worker-pool.ts'

let shared: WorkerPool | undefined

/**
 * Sanitises HTML from outside against the allow-list and derives its plain text, in a worker thread so
 * that hostile markup never holds the event loop. Never rejects: beyond 1 MiB the input is cut
 * (`size`), deeper than 512 levels or over 2 s of CPU time it is answered as escaped text (`depth`, `time`).
 * Rules: docs/behaviour/mail-parsing.md, "HTML".
 */
export function sanitizeHtml(html: string, options: SanitizeOptions = {}): Promise<SafeHtml> {
  shared ??= createWorkerPool()
  return sanitizeWith(shared, html, options, htmlCaps)
}

/** The same with a pool and caps of the caller's: the seam for tests of the caps. */
export async function sanitizeWith(
  pool: WorkerPool,
  html: string,
  options: SanitizeOptions,
  caps: HtmlCaps,
): Promise<SafeHtml> {
  const cut = cutToBytes(html, caps.maxHtmlBytes)
  if (exceedsDepth(cut, caps.maxDepth)) return asText(cut, 'depth')

  const answer = await pool.run({ html: cut, options, maxDepth: caps.maxDepth }, caps.cpuLimitMs)
  if (answer === undefined) return asText(cut, 'time')
  if (answer.tooDeep) return asText(cut, 'depth')

  const { html: safe, text, blockedImages } = answer
  return { html: safe, text, blockedImages, ...(cut === html ? {} : { truncated: 'size' as const }) }
}

/** Ends the workers. A process need not call it to exit: idle workers do not keep it alive. */
export async function closeHtmlWorkers(): Promise<void> {
  const pool = shared
  shared = undefined
  await pool?.close()
}

/** Cut at a whole character; a tag cut in half is dropped by the sanitiser. */
function cutToBytes(html: string, maxBytes: number): string {
  if (html.length <= maxBytes && Buffer.byteLength(html) <= maxBytes) return html
  const bytes = Buffer.from(html.slice(0, maxBytes))
  return bytes.toString('utf8', 0, characterStart(bytes, maxBytes))
}

function characterStart(bytes: Buffer, offset: number): number {
  let start = Math.min(offset, bytes.length)
  while (start > 0 && start < bytes.length && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--
  return start
}

function asText(html: string, truncated: 'depth' | 'time'): SafeHtml {
  const text = stripTags(html)
  return { html: textToHtml(text), text, blockedImages: 0, truncated }
}
