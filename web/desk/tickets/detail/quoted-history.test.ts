// @vitest-environment jsdom
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanBody } from './clean-body.ts'
import { foldQuotes } from './quoted-history.ts'

const fold = (html: string) => {
  const { own, quoted } = foldQuotes(cleanBody(html))
  return [own.textContent?.trim(), quoted?.textContent?.trim()]
}

test.each([
  [
    'a quote of Gmail',
    '<div dir="ltr">Thanks!</div><br><div><div>On Mon, 3 Mar 2026 at 10:00 Jane wrote:<br></div><blockquote>Old</blockquote></div>',
  ],
  [
    'a quote with its introduction',
    '<p>Thanks!</p><p>On 3 March Jane wrote:</p><blockquote><p>Old</p></blockquote><p></p>',
  ],
  [
    'plain text',
    '<p>Thanks!</p>\n<p>On 3 March Jane wrote:<br>&gt; Old<br>&gt; Older</p>\n<p>&gt; Oldest</p>',
  ],
  ['plain text whose quote has no introduction', '<p>Thanks!</p><p>&gt; Old</p>'],
  ['all of it in one box', '<div><div><p>Thanks!</p><blockquote>Old</blockquote></div></div>'],
  [
    'the header of Outlook',
    '<p>Thanks!</p><p><b>From:</b> Jane &lt;jane@example.org&gt;<br><b>Sent:</b> Monday<br>Subject: x</p><p>Old</p>',
  ],
  ['Outlook in German', '<p>Thanks!</p><p>Von: Jane<br>Gesendet: Montag</p><p>Old</p>'],
  [
    'the line of an old Outlook',
    '<p>Thanks!</p><p>-----Original Message-----</p><p>From: Jane</p><p>Old</p>',
  ],
])('%s is folded off the end', (_name, html) => {
  const [own, quoted] = fold(html)
  expect(own).toBe('Thanks!')
  expect(quoted).toContain('Old')
})

test.each([
  [
    'words between quotes',
    '<blockquote>Is it on?</blockquote><p>Yes.</p><blockquote>Is it warm?</blockquote><p>No.</p>',
  ],
  ['a message that only forwards', '<p>-----Original Message-----</p><p>Old</p>'],
  ['a message that only quotes', '<blockquote>Old</blockquote>'],
  ['a message without quotes', '<p>Steps:</p><p>Turn it off &gt; on</p>'],
  ['words about a sender', '<p>I had this from: Jane, who sent: nothing</p>'],
])('%s is not folded', (_name, html) => {
  const [own, quoted] = fold(html)
  expect(quoted).toBeUndefined()
  expect(own).not.toBe('')
})

test('own words before a trailing quote stay when earlier quotes are answered', () => {
  const [own, quoted] = fold(
    '<blockquote>Is it on?</blockquote><p>Yes.</p><blockquote>All of it</blockquote>',
  )
  expect([own, quoted]).toEqual(['Is it on?Yes.', 'All of it'])
})

test('no word is lost or doubled, whatever the blocks', () => {
  const block = fc.constantFrom(
    ...[
      '<p>a</p>',
      '<blockquote>b</blockquote>',
      '<p>&gt; c</p>',
      '<br>',
      '<p>On 3 May Jane wrote:</p>',
      '<div><p>d</p></div>',
    ],
    ...['text', '<p>-----Original Message-----</p>', '<div>', '</div>', '<hr>'],
  )
  fc.assert(
    fc.property(fc.array(block, { maxLength: 12 }), (blocks) => {
      const all = cleanBody(blocks.join('')).textContent
      const { own, quoted } = foldQuotes(cleanBody(blocks.join('')))
      expect(`${own.textContent}${quoted?.textContent ?? ''}`).toBe(all)
    }),
  )
})
