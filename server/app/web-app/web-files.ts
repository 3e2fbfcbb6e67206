import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A file with a hash in its name, whole and in the forms that were compressed when it was built. */
export type Asset = { type: string; bytes: Buffer; br: Buffer | undefined; gz: Buffer | undefined }

/** The built web app: the page of those who work at the desk, the one of requesters, and the files of both. */
export type WebFiles = { index: string; portal: string; assets: ReadonlyMap<string, Asset> }

const TYPES: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  json: 'application/json; charset=utf-8',
  woff2: 'font/woff2',
}

/**
 * Reads a built web app into memory, a megabyte or two: no request reaches the disk, so none can reach past the folder,
 * and a build that replaces the files under a running desk changes nothing for it. Undefined when there is none.
 */
export function readWebFiles(folder: string): WebFiles | undefined {
  const index = join(folder, 'index.html')
  if (!existsSync(index)) return undefined
  const assetsFolder = join(folder, 'assets')
  const names = readdirSync(assetsFolder)
  const assets = new Map<string, Asset>()
  for (const name of names) {
    const type = TYPES[name.split('.').at(-1) ?? '']
    if (type === undefined) continue
    const read = (ending: string) =>
      names.includes(`${name}${ending}`) ? readFileSync(join(assetsFolder, `${name}${ending}`)) : undefined
    assets.set(name, {
      type,
      bytes: readFileSync(join(assetsFolder, name)),
      br: read('.br'),
      gz: read('.gz'),
    })
  }
  return {
    index: readFileSync(index, 'utf8'),
    portal: readFileSync(join(folder, 'portal.html'), 'utf8'),
    assets,
  }
}
