import { compileMessage } from '@lingui/message-utils/compileMessage'
import { expect, test } from 'vitest'
import { pseudoText } from './pseudo-text.ts'

const pseudo = (text: string) => JSON.stringify(compileMessage(text, pseudoText))

test('every text is marked and longer, and what is filled in keeps its name', () => {
  expect(pseudo('Signed in as {name}')).toContain('Šíğñéd íñ áš ')
  expect(pseudo('Signed in as {name}')).toContain('["name"]')
  expect(pseudo('Save')).toMatch(/Šávé~~/)
})

test('each form of a plural is marked', () => {
  const text = pseudo('{count, plural, one {# ticket} other {# tickets}}')
  expect(text).toContain('tíçkét')
  expect(text).toContain('"count","plural"')
  expect(text).not.toContain('ticket')
})

test('elements within a text stay elements', () => {
  expect(pseudo('Read <0>the manual</0> first')).toMatch(/<0>thé máñúál<\/0>/)
})
