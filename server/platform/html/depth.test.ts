import { describe, expect, test } from 'vitest'
import { exceedsDepth } from './depth-scan.ts'
import { applyPolicy, TooDeepError } from './html-policy.ts'

const deep: [string, string][] = [
  ['elements', '<div>'.repeat(10)],
  ['elements parted by text', '<b>x '.repeat(10)],
  ['cells with paragraphs, which no cell closes', '<td><p>'.repeat(5)],
  ['end tags that only stand in attributes', '<div x="</div>">'.repeat(10)],
  ['end tags that only stand in comments', '<div><!--</div>-->'.repeat(10)],
  ['end tags without their start', '<div></b>'.repeat(10)],
  ['empty comments', '<!--><div>'.repeat(10)],
  ['comments ended with a bang', '<!-- --!><div>'.repeat(10)],
  ['self-closing spelling', '<div/>'.repeat(10)],
]
const flat: [string, string][] = [
  ['closed elements', '<div></div>'.repeat(10)],
  ['void elements', '<br><img src="x">'.repeat(10)],
  ['unclosed rows and cells', '<tr><td>x<td>y'.repeat(10)],
  ['unclosed items and paragraphs', `${'<li>x'.repeat(10)}</li>${'<p>x'.repeat(10)}`],
  ['tags in attributes', '<b title="<b><b>"></b>'.repeat(10)],
  ['signs that are no tags', '1 < 2 << 3 <= 4 </ > '.repeat(10)],
]

describe('the scan before any parser', () => {
  test.each(deep)('counts %s', (_name, html) => {
    expect(exceedsDepth(html, 9)).toBe(true)
    expect(exceedsDepth(html, 10)).toBe(false)
  })
  test.each(flat)('does not count %s', (_name, html) => expect(exceedsDepth(html, 3)).toBe(false))
})

describe('the count while sanitising', () => {
  test.each(deep.filter(([, html]) => !html.includes('td')))('counts %s', (_name, html) => {
    expect(() => applyPolicy(html, {}, 9)).toThrow(TooDeepError)
    expect(() => applyPolicy(html, {}, 10)).not.toThrow()
  })
  test.each(flat)('does not count %s', (_name, html) => expect(() => applyPolicy(html, {}, 3)).not.toThrow())
})
