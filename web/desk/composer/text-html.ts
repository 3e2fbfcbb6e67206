/** Plain text as the HTML of the editor: blank lines part paragraphs, other line ends stay. Empty for blank text. */
export function htmlOfText(text: string): string {
  if (text.trim() === '') return ''
  return text
    .replaceAll('\r\n', '\n')
    .split('\n\n')
    .map((paragraph) => `<p>${escaped(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('')
}

/** The words of an HTML text, lines as they are seen: for a line of preview. Needs a DOM. */
export function textOfHtml(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html')
  for (const element of page.querySelectorAll('br, p, li, pre, blockquote')) element.append('\n')
  for (const element of page.querySelectorAll('br')) element.replaceWith('\n')
  return (page.body.textContent ?? '').replaceAll(/\n{2,}/g, '\n').trim()
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
