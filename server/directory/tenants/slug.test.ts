import fc from 'fast-check'
import { expect, test } from 'vitest'
import { slugFrom } from './slug.ts'

const free = () => false

test.each([
  ['Acme', 'acme'],
  ['Müller & Söhne GmbH', 'muller-sohne-gmbh'],
  ['  Ünïcode -- Desk  ', 'unicode-desk'],
  ['株式会社', 'desk'],
  ['---', 'desk'],
  ['ﬁne print', 'fine-print'],
])('the name %j gives the slug %j', (name, slug) => expect(slugFrom(name, free)).toBe(slug))

test('a taken slug gets the first free number', () => {
  const taken = new Set(['acme', 'acme-2', 'acme-4'])
  expect(slugFrom('Acme', (slug) => taken.has(slug))).toBe('acme-3')
})

test('whatever the name, the slug is one that the database takes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 120 }), fc.boolean(), (name, once) => {
      const seen = new Set<string>()
      const slug = slugFrom(name, (one) => once && seen.size === 0 && seen.add(one) !== undefined)
      expect(slug).toMatch(/^[a-z0-9][a-z0-9-]{0,62}$/)
    }),
  )
})
