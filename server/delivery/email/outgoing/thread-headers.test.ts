import { expect, it } from 'vitest'
import { threadHeaders } from './thread-headers.ts'

it('names the first mail and the last nineteen', () => {
  const ids = Array.from({ length: 30 }, (_, i) => `<${i}@x>`)
  expect(threadHeaders(ids)).toEqual({ inReplyTo: '<29@x>', references: ['<0@x>', ...ids.slice(11)] })
  expect(threadHeaders(ids).references).toHaveLength(20)
})

it('a first mail names none', () => {
  expect(threadHeaders([])).toEqual({ inReplyTo: null, references: [] })
})

it('writes nothing of somebody’s that is no id', () => {
  const odd = ['<a b@x>', '<a@x>\r\nBcc: y', '<é@x>', 'a@x', '<>', `<${'x'.repeat(300)}@x>`, '<a><b>']
  expect(threadHeaders([...odd, '<good@x>'])).toEqual({ inReplyTo: '<good@x>', references: ['<good@x>'] })
})
