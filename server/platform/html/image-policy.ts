/** Larger embedded images belong in an attachment; this one is kept in every copy of the message. */
const maxDataImageChars = 64 * 1024
const maxUrlChars = 4_000
const kept = ['alt', 'title', 'width', 'height', 'border', 'style', 'align'] as const

/**
 * What is kept of an image. `cid:` becomes `data-cid`, with `src` when the attachment's address is
 * known; a remote address moves to `data-blocked-src`, so that showing the message loads nothing; small
 * raster `data:` images stay; anything else, relative addresses too, is dropped. Content of the mail
 * cannot set `data-blocked-src` to anything but http or https.
 */
export function imageAttributes(
  attribs: Readonly<Record<string, string>>,
  cidUrls: Readonly<Record<string, string>>,
): Record<string, string> {
  return { ...keptOf(attribs), ...sourceOf(attribs, cidUrls) }
}

function keptOf(attribs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(kept.flatMap((name) => [[name, attribs[name] ?? '']]).filter(([, v]) => v !== ''))
}

function sourceOf(attribs: Readonly<Record<string, string>>, cidUrls: Readonly<Record<string, string>>) {
  // Browsers drop white space and control characters around an address and inside its scheme.
  const src = (attribs.src ?? '').replace(/[\s\p{Cc}]+/gu, '')
  const contentId = cidOf(src) ?? attribs['data-cid']
  if (contentId !== undefined && /^[^\s"'<>]{1,500}$/.test(contentId)) {
    const url = Object.hasOwn(cidUrls, contentId) ? cidUrls[contentId] : undefined
    return { 'data-cid': contentId, ...(url === undefined ? {} : { src: url }) }
  }
  if (/^data:image\/(?:png|gif|jpeg|webp);base64,[a-z0-9+/=]+$/i.test(src)) {
    return src.length <= maxDataImageChars ? { src } : {}
  }
  const remote = remoteAddress(src) ?? remoteAddress(attribs['data-blocked-src'] ?? '')
  return remote === undefined ? {} : { 'data-blocked-src': remote }
}

function cidOf(src: string): string | undefined {
  if (!/^cid:/i.test(src)) return undefined
  const raw = src.slice('cid:'.length)
  try {
    return decodeURIComponent(raw)
  } catch {
    return raw
  }
}

/** The http(s) address as the URL parser writes it; `//host` and its back-slash forms read as https. */
function remoteAddress(src: string): string | undefined {
  const whole = /^[\\/]{2}/.test(src) ? `https://${src.slice(2)}` : src
  if (whole.length > maxUrlChars || !/^https?:/i.test(whole)) return undefined
  return URL.parse(whole)?.href
}
