import { expect, test } from 'vitest'
import { bodyLook, hasRemoteImages } from './body-look.ts'

test.each([
  ['<p>Hello <b>you</b><br />see <a href="https://example.org">this</a></p>'],
  ['<ul><li>one</li></ul><pre><code>x</code></pre><blockquote>said</blockquote>'],
  ['<div dir="ltr" style="font-family:Calibri;font-size:11pt;color:#000000">Written in Outlook</div>'],
  ['<p style="background:white;margin:0">white is what a page has anyway</p>'],
  ['<p style="background-color: rgb(255, 255, 255)">so is this</p>'],
  [
    '<blockquote style="margin:0 0 0 0.8ex;border-left:1px solid #ccc;padding-left:1ex">quoted by Gmail</blockquote>',
  ],
  ['<img src="/api/v1/attachments/0190c0de-0000-7000-8000-000000000001" width="800" data-cid="a" />'],
  ['<p>&lt;table&gt; in words</p>'],
])('%s follows the theme', (html) => expect(bodyLook(html)).toBe('simple'))

test.each([
  ['<table><tr><td>cell</td></tr></table>'],
  ['<center>middle</center>'],
  ['<div style="max-width:600px">a column</div>'],
  ['<div style="color:red; width: 640px">a column</div>'],
  ['<div style="color:#fff;background-color:#123456">white on blue</div>'],
  ['<p style="background: black">dark</p>'],
  ['<p>hello</p><img data-blocked-src="https://example.org/pixel.gif" />'],
])('%s stays as it was laid out', (html) => expect(bodyLook(html)).toBe('designed'))

test('pictures from elsewhere are told from those that came along', () => {
  expect(hasRemoteImages('<img alt="a" data-blocked-src="https://example.org/a.png" />')).toBe(true)
  expect(hasRemoteImages('<img src="/api/v1/attachments/1" />')).toBe(false)
  expect(hasRemoteImages('<p>data-blocked-src="x"</p>')).toBe(false)
})
