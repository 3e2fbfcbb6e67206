/** An attachment that a message's HTML may show. */
export type ShownFile = { id: string; url: string }

/**
 * The HTML of a message as a mail holds it. The desk's own copies of pictures are named by `cid:`; which files that are is
 * answered too. A remote picture comes back for `remoteImages` (an agent put it there); otherwise it is left out, so that a
 * requester's mail tells nobody who reads it. The HTML is sanitised: its attributes are quoted and escaped.
 */
export function mailHtml(
  html: string,
  files: readonly ShownFile[],
  options: { remoteImages: boolean; contentIdOf: (fileId: string) => string },
): { html: string; shownFileIds: string[] } {
  const shown = new Set<string>()
  const byUrl = new Map(files.map((file) => [file.url, file.id]))
  const mailed = html.replace(/<img\b[^>]*>/g, (tag) => {
    const src = /\ssrc="([^"]*)"/.exec(tag)?.[1]
    const fileId = src === undefined ? undefined : byUrl.get(src)
    if (fileId !== undefined) shown.add(fileId)
    const source = sourceOf(tag, src, fileId, options)
    const rest = tag.replace(/\s(?:src|data-cid|data-blocked-src)="[^"]*"/g, '')
    return source === undefined ? '' : rest.replace(/^<img/, `<img src="${source}"`)
  })
  return { html: mailed, shownFileIds: [...shown] }
}

function sourceOf(
  tag: string,
  src: string | undefined,
  fileId: string | undefined,
  options: { remoteImages: boolean; contentIdOf: (fileId: string) => string },
): string | undefined {
  if (fileId !== undefined) return `cid:${options.contentIdOf(fileId)}`
  if (src?.startsWith('data:') === true) return src
  const remote = /\sdata-blocked-src="([^"]*)"/.exec(tag)?.[1]
  return options.remoteImages ? remote : undefined
}
