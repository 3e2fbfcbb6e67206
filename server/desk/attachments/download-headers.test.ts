import fc from 'fast-check'
import { expect, test } from 'vitest'
import { downloadHeaders } from './download-headers.ts'

test.each([
  ['image/png', 'inline'],
  ['application/pdf', 'inline'],
  ['IMAGE/JPEG', 'inline'],
  ['image/svg+xml', 'attachment'],
  ['text/html', 'attachment'],
  ['text/plain', 'attachment'],
  ['application/xml', 'attachment'],
])('%s is offered as %s, sandboxed and never sniffed', (contentType, disposition) => {
  const headers = downloadHeaders({ filename: 'a.bin', contentType })
  expect(headers['content-disposition']).toMatch(new RegExp(`^${disposition};`))
  expect(headers['content-security-policy']).toBe("sandbox; default-src 'none'")
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['cache-control']).toBe('private')
})

test('a type that is none becomes bytes', () => {
  expect(downloadHeaders({ filename: 'a', contentType: 'text/html\r\nx: y' })['content-type']).toBe(
    'application/octet-stream',
  )
})

test('a name in any script comes back from filename*', () => {
  const headers = downloadHeaders({ filename: "Übersicht (1)'*.pdf", contentType: 'application/pdf' })
  expect(headers['content-disposition']).toBe(
    `inline; filename="_bersicht (1)'*.pdf"; filename*=UTF-8''%C3%9Cbersicht%20%281%29%27%2A.pdf`,
  )
})

test('no name breaks out of the header', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (filename) => {
      const value = downloadHeaders({ filename, contentType: 'text/plain' })['content-disposition'] ?? ''
      expect(value).toMatch(/^attachment; filename="[^"\\%]*"; filename\*=UTF-8''[A-Za-z0-9%._~!-]*$/)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not occur is a control character
      expect(value).not.toMatch(/[\u0000-\u001f\u007f-\uffff]/)
    }),
  )
})
