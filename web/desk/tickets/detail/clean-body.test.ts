// @vitest-environment jsdom
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanBody } from './clean-body.ts'

const html = (input: string) => {
  const box = document.createElement('div')
  box.append(cleanBody(input))
  return box.innerHTML
}

test.each([
  ['<script>alert(1)</script><p>a</p>'],
  ['<p onclick="alert(1)" style="position:fixed">a</p>'],
  ['<iframe src="https://evil.example"></iframe><p>a</p>'],
  ['<form action="https://evil.example"><button>Sign in</button></form><p>a</p>'],
  ['<style>p{display:none}</style><link rel="stylesheet" href="https://evil.example/x.css"><p>a</p>'],
  ['<svg><animate onbegin="alert(1)" attributeName="x"></svg><p>a</p>'],
  [
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math><p>a</p>',
  ],
  ['<p id="main" class="fixed inset-0" name="x" data-testid="detail">a</p>'],
  ['<img src="https://evil.example/pixel.gif"><img srcset="https://evil.example/2x.png 2x"><p>a</p>'],
  ['<p><a href="javascript:alert(1)">a</a></p>'],
  ['<p><a href="/api/v1/session">a</a></p>'],
])('%s leaves nothing that acts, asks another server or looks like the app', (hostile) => {
  const clean = html(hostile)
  expect(clean).not.toMatch(/script|on\w+=|style|evil\.example|form|iframe|svg|math|class|id=|data-|href/i)
  expect(clean).toContain('a')
})

test('whatever comes, no element or attribute beyond the list is left', () => {
  const piece = fc.constantFrom(
    ...[
      '<script>',
      '</script>',
      '<svg>',
      '<p ',
      'onload=x',
      '>',
      '<img src=',
      '"',
      "'",
      'javascript:x',
      '<a href=',
      'b',
      '<!--',
      '-->',
    ],
    ...[
      '<style>',
      '<template>',
      '<math>',
      '</p>',
      '<table>',
      'https://evil.example/',
      '<noscript>',
      '&lt;',
      '<b>',
      '<h1>',
      '`',
      ' style=x ',
    ],
  )
  const hostile = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(hostile, (input) => {
      for (const element of cleanBody(input).querySelectorAll('*')) {
        expect('SCRIPT STYLE SVG MATH TEMPLATE NOSCRIPT TABLE H1'.split(' ')).not.toContain(
          element.tagName.toUpperCase(),
        )
        for (const { name, value } of element.attributes) {
          expect(name).toMatch(/^(?:href|src|alt|width|height|title|start|dir|lang|target|rel)$/)
          if (name === 'href') expect(value).toMatch(/^(?:https?|mailto|tel):/i)
          if (name === 'src') expect(value).toMatch(/^(?:\/api\/v1\/attachments\/|data:image\/)/)
        }
      }
    }),
    { numRuns: 300 },
  )
})

test('links open beside the desk and tell it nothing', () => {
  expect(html('<a href="https://example.org" target="_self">x</a>')).toBe(
    '<a href="https://example.org" target="_blank" rel="noopener noreferrer nofollow">x</a>',
  )
})

test('pictures that came with the message stay; headings become bold lines', () => {
  expect(html('<img src="/api/v1/attachments/0190" data-cid="a" width="40">')).toBe(
    '<img src="/api/v1/attachments/0190" width="40" alt="">',
  )
  expect(html('<h1>Big <i>news</i></h1>')).toBe('<p><strong>Big <i>news</i></strong></p>')
})
