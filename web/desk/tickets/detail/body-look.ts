/**
 * How a message is shown: `simple` in the app's own type and colours, `designed` as its sender laid it out, in a frame
 * of its own on a light card.
 */
export type BodyLook = 'simple' | 'designed'

/**
 * Reads off a message's cleaned HTML whether somebody laid it out: tables, a ground, columns of a fixed width, pictures
 * from elsewhere. Type and colour of letters alone are no layout: every mail program writes them.
 * Rule: docs/behaviour/ticket-page.md, "Messages".
 */
export function bodyLook(html: string): BodyLook {
  return LAID_OUT.test(html) || hasGround(html) ? 'designed' : 'simple'
}

/** Whether it has pictures that would be asked of another server. */
export function hasRemoteImages(html: string): boolean {
  return /<img\b[^>]*\sdata-blocked-src="/i.test(html)
}

const LAID_OUT =
  /<table\b|<center\b|\sbgcolor="|\sdata-blocked-src="|\sstyle="(?:[^"]*[;\s])?(?:max-)?width:\s*\d{3,}(?:\.\d+)?px/i

/** White and none are what a page has anyway. */
const NO_GROUND =
  /^(?:none|transparent|inherit|initial|unset|white|#fff(?:fff)?|rgba?\(255,\s*255,\s*255.*\))$/i

function hasGround(html: string): boolean {
  for (const [, style = ''] of html.matchAll(/\sstyle="([^"]*)"/gi))
    for (const [, value = ''] of style.matchAll(/(?:^|[;\s])background(?:-color)?:\s*([^;]+)/gi))
      if (!NO_GROUND.test(value.trim())) return true
  return false
}
