/** Types that a browser shows without running anything of theirs; everything else is saved. */
const SHOWN_TYPES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'application/pdf'])
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$/

/**
 * Headers of a download: saved under its name (RFC 6266, RFC 8187) unless it is a picture or a PDF, never sniffed, in
 * a sandbox without scripts. Rule: docs/behaviour/attachments.md.
 */
export function downloadHeaders(file: { filename: string; contentType: string }): Record<string, string> {
  const type = file.contentType.toLowerCase()
  const disposition = SHOWN_TYPES.has(type) ? 'inline' : 'attachment'
  return {
    'content-type': MEDIA_TYPE.test(type) ? type : 'application/octet-stream',
    'content-disposition': `${disposition}; filename="${plainName(file.filename)}"; filename*=UTF-8''${extendedName(file.filename)}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cache-control': 'private',
  }
}

/** For clients that know no filename*: printable ASCII without quotes, backslashes and percent signs. */
function plainName(name: string): string {
  return name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
}

/** RFC 8187 sec. 3.2.1: what is no attr-char is a percent-escaped byte of UTF-8. */
function extendedName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
