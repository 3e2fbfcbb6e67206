import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idPage, pageAnswer } from './id-page.ts'

const rows = ['018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000002'].map((id) => ({
  id,
}))

test('a full page gives a cursor behind its last item, the last page none', () => {
  const first = pageAnswer(rows, 1, (row) => row.id).body
  expect(first.items).toEqual([rows[0]])
  expect(idPage({ cursor: String(first.nextCursor), limit: 7 })).toEqual({ limit: 7, after: rows[0]?.id })
  expect(pageAnswer(rows, 2, (row) => row.id).body).toEqual({ items: rows, nextCursor: null })
})

test('a cursor that no list gave is refused, whatever it holds', () => {
  const forged = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.json().map((text) => Buffer.from(text).toString('base64url')),
    fc.string().map((text) => Buffer.from(JSON.stringify([text])).toString('base64url')),
  )
  fc.assert(
    fc.property(forged, (cursor) => {
      expect(() => idPage({ cursor })).toThrow(expect.objectContaining({ code: 'contract-violation' }))
    }),
  )
})
