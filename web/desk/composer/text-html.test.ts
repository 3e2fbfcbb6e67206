// @vitest-environment jsdom
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { htmlOfText, textOfHtml } from './text-html.ts'

test('lines stay lines and blank lines part paragraphs', () => {
  expect(htmlOfText('Hello Jane,\n\nit is done.\nAna')).toBe('<p>Hello Jane,</p><p>it is done.<br>Ana</p>')
  expect(htmlOfText('  \n ')).toBe('')
})

test('nothing that is typed becomes markup', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const page = new DOMParser().parseFromString(htmlOfText(text), 'text/html')
      const names = [...page.body.querySelectorAll('*')].map(({ tagName }) => tagName)
      expect(names.every((name) => name === 'P' || name === 'BR')).toBe(true)
    }),
  )
})

test('words come back as they were typed', () => {
  expect(textOfHtml(htmlOfText('a < b\n\nc & d\ne'))).toBe('a < b\nc & d\ne')
  expect(textOfHtml('<ul><li><p>one</p></li><li><p>two</p></li></ul>')).toBe('one\ntwo')
})
