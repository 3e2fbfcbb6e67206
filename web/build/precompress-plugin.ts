import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip, constants as zlib } from 'node:zlib'
import type { Plugin } from 'vite'

const BYTES_MIN = 1024
const TEXT = /\.(js|css|svg|json)$/
const brotliAsync = promisify(brotliCompress)
const gzipAsync = promisify(gzip)

/** Writes `.br` and `.gz` beside every text of a kilobyte or more, once and at their best, so that no request waits for it. */
export function precompressPlugin(): Plugin {
  let folder = ''
  return {
    name: 'docket-precompress',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir, 'assets')
    },
    async closeBundle() {
      const names = readdirSync(folder).filter((name) => TEXT.test(name))
      await Promise.all(names.map((name) => compress(join(folder, name))))
    },
  }
}

async function compress(file: string): Promise<void> {
  const bytes = readFileSync(file)
  if (bytes.length < BYTES_MIN) return
  const quality = { params: { [zlib.BROTLI_PARAM_QUALITY]: zlib.BROTLI_MAX_QUALITY } }
  const [br, gz] = await Promise.all([brotliAsync(bytes, quality), gzipAsync(bytes, { level: 9 })])
  writeFileSync(`${file}.br`, br)
  writeFileSync(`${file}.gz`, gz)
}
