import type { Page } from '../../platform/http/index.ts'
import { chooseEncoding } from './encoding.ts'
import type { Asset, WebFiles } from './web-files.ts'

/**
 * The files of the app under `/assets/`. A name holds the hash of its content, so that it may be kept for ever; a name
 * that is not of this build answers 404, whatever it looks like. Rule: docs/behaviour/web-app.md, "Files".
 */
export function assetPage(files: WebFiles): Page {
  return {
    path: '/assets/*',
    async handle({ target, headers }) {
      const name = target.split('?', 1)[0]?.slice('/assets/'.length) ?? ''
      const asset = files.assets.get(name)
      if (asset === undefined) return notThere()
      const { body, encoding } = inEncoding(asset, headers['accept-encoding'])
      const etag = `"${name}${encoding === undefined ? '' : `.${encoding}`}"`
      const kept = {
        etag,
        vary: 'accept-encoding',
        'cache-control': 'public, max-age=31536000, immutable',
      }
      if (headers['if-none-match']?.includes(etag)) return { status: 304, headers: kept, body: '' }
      const described = {
        ...kept,
        'content-type': asset.type,
        ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
      }
      return { status: 200, headers: described, body }
    },
  }
}

function inEncoding(asset: Asset, acceptEncoding: string | string[] | undefined) {
  const wanted = chooseEncoding(String(acceptEncoding ?? ''))
  if (wanted === 'br' && asset.br !== undefined) return { body: asset.br, encoding: 'br' }
  if (wanted !== 'identity' && asset.gz !== undefined) return { body: asset.gz, encoding: 'gzip' }
  return { body: asset.bytes, encoding: undefined }
}

// Plain and short: a page that asks for a file of an older build reads no problem document.
function notThere() {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }
  return { status: 404, headers, body: 'There is no such file in this build.\n' }
}
