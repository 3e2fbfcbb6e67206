// @vitest-environment jsdom
import type { Editor } from '@tiptap/core'
import { afterEach, expect, test } from 'vitest'
import { isLinkAddress } from './extensions.ts'
import { createRichEditor, htmlOf, showHtml } from './rich-editor.ts'

const open: Editor[] = []
afterEach(() => {
  for (const editor of open.splice(0)) editor.destroy()
})

function editorOf(html: string) {
  const written: string[] = []
  const element = document.createElement('div')
  const editor = createRichEditor({
    element,
    html,
    label: 'Reply',
    onWrite: (next) => written.push(next),
    onFocus: () => {},
  })
  open.push(editor)
  return { editor, written, element }
}

test('what mail does not carry, and what runs, falls out of what is shown', () => {
  const { editor } = editorOf(
    '<h1>Big</h1><p onclick="x()">Hi <script>x()</script><img src=x onerror=x()><a href="javascript:x()">link</a></p><table><tr><td>cell</td></tr></table>',
  )
  expect(htmlOf(editor)).toBe('<p>Big</p><p>Hi link</p><p>cell</p>')
})

test('what can be written comes back as it was', () => {
  const html =
    '<p><strong>b</strong> <em>i</em> <s>s</s> <code>c</code><br>x</p><ul><li><p>one</p></li></ul><ol><li><p>two</p></li></ol><blockquote><p>q</p></blockquote><pre><code>x = 1\ny = 2</code></pre>'
  const { editor } = editorOf(html)
  expect(htmlOf(editor)).toBe(html)
})

test('blanks that were typed stay', () => {
  const html = '<p>a  b </p><p> c</p>'
  expect(htmlOf(editorOf(html).editor)).toBe(html)
})

test('nothing written is no text', () => {
  const { editor, written } = editorOf('')
  expect(htmlOf(editor)).toBe('')
  editor.commands.insertContent('a')
  editor.commands.clearContent(true)
  expect(written).toEqual(['<p>a</p>', ''])
})

test('a draft that comes back is shown without being written again', () => {
  const { editor, written } = editorOf('')
  showHtml(editor, '<p>Back</p>')
  expect(htmlOf(editor)).toBe('<p>Back</p>')
  expect(written).toEqual([])
})

test('no key with Alt, which writes letters, and none of the composer is taken', () => {
  const { editor } = editorOf('<pre><code>x</code></pre>')
  const pressed = (init: KeyboardEventInit) => {
    const event = new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true })
    editor.view.dom.dispatchEvent(event)
    return event.defaultPrevented
  }
  expect(pressed({ key: 'Enter', ctrlKey: true })).toBe(false)
  expect(pressed({ key: 'Enter', ctrlKey: true, shiftKey: true })).toBe(false)
  expect(pressed({ key: '/', ctrlKey: true })).toBe(false)
  expect(pressed({ key: 'c', ctrlKey: true, altKey: true })).toBe(false)
  expect(pressed({ key: '0', ctrlKey: true, altKey: true })).toBe(false)
  expect(htmlOf(editor)).toBe('<pre><code>x</code></pre>')
})

test('a link leads to a whole address alone', () => {
  for (const right of ['https://a.example/b', 'mailto:a@b.example', 'tel:+49123'])
    expect(isLinkAddress(right)).toBe(true)
  for (const wrong of ['javascript:alert(1)', '/settings', 'data:text/html,x', 'https://', ' '])
    expect(isLinkAddress(wrong)).toBe(false)
})
