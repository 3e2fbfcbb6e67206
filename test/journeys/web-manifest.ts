import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

type Chunk = { file: string; imports?: string[]; css?: string[] }

const DIST = join(import.meta.dirname, '..', '..', 'web', 'dist')
const KB = 1000

/** The built app as its manifest tells it. */
export type WebManifest = {
  /** The code files that loading these chunks brings along; a name ending in `/` or `*` stands for all that begin so. */
  filesOf(names: readonly string[]): Set<string>
  /** Every code file but the texts of the trial language. */
  all(): Set<string>
  styles(): Set<string>
  fonts(): Set<string>
}

/** Reads the manifest of the last build. Throws when a name stands for no chunk: a budget that measures nothing. */
export function readManifest(): WebManifest {
  const chunks: Record<string, Chunk> = JSON.parse(readFileSync(join(DIST, 'manifest.json'), 'utf8'))
  const files = Object.values(chunks).map(({ file }) => file)
  const named = (name: string) => {
    const found = Object.keys(chunks).filter((key) =>
      /[/*]$/.test(name) ? key.startsWith(name.replace('*', '')) : key === name,
    )
    if (found.length === 0) throw new Error(`the build has no chunk ${name}`)
    return found
  }
  const closure = (key: string, seen: Set<string>): Set<string> => {
    const chunk = chunks[key]
    if (chunk === undefined || seen.has(chunk.file)) return seen
    seen.add(chunk.file)
    for (const next of chunk.imports ?? []) closure(next, seen)
    return seen
  }
  const pick = (ending: string) => new Set(files.filter((file) => file.endsWith(ending)))
  return {
    filesOf: (names) => {
      const seen = new Set<string>()
      for (const key of names.flatMap(named)) closure(key, seen)
      return new Set([...seen].filter((file) => file.endsWith('.js')))
    },
    all: () => new Set([...pick('.js')].filter((file) => !file.includes('/pseudo-'))),
    styles: () => new Set([...pick('.css'), ...Object.values(chunks).flatMap(({ css }) => css ?? [])]),
    fonts: () => pick('.woff2'),
  }
}

/** What these files weigh on their way, in KB of 1,000 bytes; a font is packed already. */
export function weightKb(files: Iterable<string>): number {
  let bytes = 0
  for (const file of files) {
    const content = readFileSync(join(DIST, file))
    bytes += file.endsWith('.woff2') ? content.length : gzipSync(content, { level: 9 }).length
  }
  return Math.round(bytes / (KB / 10)) / 10
}
