import fc from 'fast-check'
import { expect, test } from 'vitest'
import { proposed, readRequester, textOf } from './requester-text.ts'

test('an address, or a name with one, is read; nothing is nobody; the rest is not understood', () => {
  expect(readRequester(' rita@example.org ')).toEqual({ email: 'rita@example.org' })
  expect(readRequester('Rita Roy <rita@example.org>')).toEqual({
    name: 'Rita Roy',
    email: 'rita@example.org',
  })
  expect(readRequester('<rita@example.org>')).toEqual({ email: 'rita@example.org' })
  expect(readRequester('  ')).toBeNull()
  for (const text of ['Rita', 'rita@', '@example.org', 'a@b c@d', 'Rita <rita>', 'a@b, c@d'])
    expect(readRequester(text)).toBeUndefined()
})

test('whoever is chosen from the list is read back as the same address', () => {
  const word = fc.stringMatching(/^[\p{L} .'-]{1,20}$/u)
  fc.assert(
    fc.property(word, fc.emailAddress(), (name, email) => {
      expect(readRequester(textOf({ name, email }))?.email).toBe(email)
    }),
  )
})

test('no text whatever breaks the reading or the proposals', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (text, name, email) => {
      const read = readRequester(text)
      if (read !== null && read !== undefined) expect(read.email).toContain('@')
      proposed([{ name, email }], text, 5)
    }),
  )
})

test('people are proposed by any part of name or address, beginnings first, accents aside', () => {
  const people = [
    { name: 'Maria Ritan', email: 'm@example.org' },
    { name: 'Britta', email: 'b@example.org' },
    { name: 'Ríta Roy', email: 'r@example.org' },
    { name: 'Otto', email: 'rita@example.org' },
    { name: 'Nobody', email: 'n@example.org' },
  ]
  expect(proposed(people, 'rit', 10).map(({ name }) => name)).toEqual([
    'Ríta Roy',
    'Otto',
    'Maria Ritan',
    'Britta',
  ])
  expect(proposed(people, 'rit', 2)).toHaveLength(2)
  expect(proposed(people, '', 10)).toEqual([])
})
