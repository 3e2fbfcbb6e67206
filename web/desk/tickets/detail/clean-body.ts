import DOMPurify from 'dompurify'

const TAGS =
  'a abbr b bdi blockquote br cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li ' +
  'mark ol p pre q s samp small span strike strong sub sup tt u ul var wbr'
const ATTRIBUTES = ['href', 'src', 'alt', 'width', 'height', 'title', 'start', 'dir', 'lang']

/** A picture that came with the message, by its own address here or within the text. */
const OWN_IMAGE = /^(?:\/api\/v1\/attachments\/[\w-]+$|data:image\/(?:png|gif|jpeg|webp);base64,)/i
const LINK = /^(?:https?:|mailto:|tel:)/i

/**
 * A message's HTML as nodes that can stand in the page. The desk cleaned it when it came; this is the second wall:
 * no script, no style, no form, no address of this desk as a link, no picture from elsewhere. Headings become bold
 * lines, so that those of the page stay the page's.
 */
export function cleanBody(html: string): DocumentFragment {
  const fragment = DOMPurify.sanitize(html, {
    ALLOWED_TAGS: TAGS.split(' '),
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  })
  for (const odd of fragment.querySelectorAll('[src]:not(img)')) odd.removeAttribute('src')
  for (const odd of fragment.querySelectorAll('[href]:not(a)')) odd.removeAttribute('href')
  for (const link of fragment.querySelectorAll('a')) mendLink(link)
  for (const image of fragment.querySelectorAll('img')) {
    if (!OWN_IMAGE.test(image.getAttribute('src') ?? '')) image.remove()
    else image.alt = image.getAttribute('alt') ?? ''
  }
  for (const heading of fragment.querySelectorAll('h1, h2, h3, h4, h5, h6'))
    heading.replaceWith(boldLine(heading))
  return fragment
}

function mendLink(link: HTMLAnchorElement): void {
  if (LINK.test(link.getAttribute('href') ?? '')) {
    link.target = '_blank'
    link.rel = 'noopener noreferrer nofollow'
  } else link.removeAttribute('href')
}

function boldLine(heading: Element): HTMLElement {
  const { ownerDocument: page } = heading
  const line = page.createElement('p')
  const bold = page.createElement('strong')
  bold.append(...heading.childNodes)
  line.append(bold)
  return line
}
