import { expect, test } from 'vitest'
import { passwordRefusal } from './password-rule.ts'

const ann = { name: 'Ann Marie Example', email: 'ann.marie.example@desk.test' }

test.each([
  ['short', 'elevenchars'],
  ['longer than 128', 'xy7!'.repeat(33)],
  ['the address', 'ann.marie.example@desk.test'],
  ['the address in capitals', 'ANN.MARIE.EXAMPLE@DESK.TEST'],
  ['the part before the @, with digits', 'ann.marie.example2024'],
  ['the name', 'Ann Marie Example'],
  ['one character', 'aaaaaaaaaaaaaaa'],
  ['a pair repeated', 'abababababab'],
  ['a run of digits', '123456789012'],
  ['a falling run', '987654321098'],
  ['the alphabet', 'abcdefghijklmnop'],
  ['the product with digits', 'docket123456'],
  ['the product twice', 'DocketDocket!'],
  ['a worn word', 'Password-2024!'],
  ['only punctuation', '............!!'],
])('%s is refused', (_, password) => expect(passwordRefusal(password, ann)).toBeTypeOf('string'))

test.each([
  'correct horse battery',
  'docket opens at nine',
  'zwölf Kürbisse am Zaun',
  'x7#kQ2v!mP9s',
  `${'p'.repeat(3) + 'q'.repeat(9)}7`,
])('%j is taken', (password) => expect(passwordRefusal(password, ann)).toBeUndefined())

test('the length counts characters and not code units', () => {
  expect(passwordRefusal('🦊🐻🐼🐨🐯🦁', ann)).toContain('12 to 128')
})
