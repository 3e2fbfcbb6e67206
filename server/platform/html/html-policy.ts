import sanitize from 'sanitize-html'
import { allowedStyles } from './css-policy.ts'
import { imageAttributes } from './image-policy.ts'
import type { SanitizeOptions } from './safe-html.ts'

/** The markup nests deeper than allowed: no document a person wrote. */
export class TooDeepError extends Error {
  override name = 'TooDeepError'
}

/**
 * Real mail is stable after one pass, or two where a dropped element stood between a paragraph and a
 * block. What still changes after this many was built to.
 */
const maxPasses = 6

const allowedTags = (
  'a abbr address article aside b bdi big blockquote br caption center cite code col colgroup dd del dfn ' +
  'div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol ' +
  'p pre q s samp section small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var wbr'
).split(' ')

/** Dropped together with what they hold; every other unknown element leaves its content. */
const droppedWithContent = (
  'applet audio canvas embed frameset head iframe math noembed noframes noscript object option plaintext ' +
  'script select style svg template textarea title video xmp'
).split(' ')

const cellAttributes = ['align', 'valign', 'width', 'height', 'colspan', 'rowspan', 'bgcolor', 'scope']

/**
 * Applies the allow-list until a further pass changes nothing, so that the result reads the same to the
 * next parser. Throws TooDeepError beyond `maxDepth` levels of elements, or when it does not settle.
 * Rules: docs/behaviour/mail-parsing.md, "HTML".
 */
export function applyPolicy(html: string, options: SanitizeOptions, maxDepth: number) {
  let before = html
  for (let pass = 0; pass < maxPasses; pass++) {
    const after = onePass(before, options, maxDepth)
    if (after.html === before) return after
    before = after.html
  }
  throw new TooDeepError('the markup does not settle')
}

function onePass(html: string, { cidUrls }: SanitizeOptions, maxDepth: number) {
  let depth = 0
  let blockedImages = 0
  const safe = sanitize(html.replaceAll('\0', ''), {
    allowedTags,
    nonTextTags: droppedWithContent,
    disallowedTagsMode: 'discard',
    allowedAttributes: {
      '*': ['dir', 'lang', 'title', 'style', 'align'],
      a: ['href', 'target', 'rel'],
      img: ['src', 'data-cid', 'data-blocked-src', 'alt', 'width', 'height', 'border'],
      table: ['width', 'height', 'border', 'cellpadding', 'cellspacing', 'bgcolor'],
      td: cellAttributes,
      th: cellAttributes,
      tr: ['valign', 'bgcolor'],
      col: ['span', 'width'],
      colgroup: ['span', 'width'],
      font: ['color', 'face', 'size'],
      ol: ['start', 'type'],
      ul: ['type'],
      li: ['value'],
    },
    allowedStyles,
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['http', 'https', 'data'] },
    allowedSchemesAppliedToAttributes: ['href', 'src'],
    allowProtocolRelative: false,
    transformTags: {
      a: (tagName, attribs) => ({ tagName, attribs: linkAttributes(attribs) }),
      img: (tagName, attribs) => {
        const image = imageAttributes(attribs, cidUrls ?? {})
        if (image['data-blocked-src'] !== undefined) blockedImages++
        return { tagName, attribs: image }
      },
    },
    onOpenTag: () => {
      depth++
      if (depth > maxDepth) throw new TooDeepError('the markup nests too deep')
    },
    onCloseTag: () => {
      depth--
    },
  })
  return { html: safe, blockedImages }
}

/** Only whole addresses: a relative one would point into the help desk itself. */
function linkAttributes(attribs: Readonly<Record<string, string>>): Record<string, string> {
  const { href, target: _target, rel: _rel, ...others } = attribs
  const address = href?.trim() ?? ''
  if (!/^(?:https?:|mailto:|tel:)/i.test(address)) return others
  return { ...others, href: address, target: '_blank', rel: 'noopener noreferrer nofollow' }
}
