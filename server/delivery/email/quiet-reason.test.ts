import { expect, test } from 'vitest'
import { type QuietFacts, quietReason } from './quiet-reason.ts'

const plain: QuietFacts = {
  imported: false,
  exempt: false,
  auto: false,
  answersAcknowledgement: false,
  bulk: false,
  suppressAutoReply: false,
}

test.each<[string, Partial<QuietFacts>, string | undefined]>([
  ['a mail by a person', {}, undefined],
  ['an imported mail', { imported: true, exempt: true }, 'IMPORT'],
  ['a mail that counts towards no limit', { exempt: true }, 'EXEMPT'],
  ['a mail by a machine', { auto: true, bulk: true }, 'AUTO'],
  ['an answer to an acknowledgement', { answersAcknowledgement: true }, 'ANSWERS_ACK'],
  ['a mail of a list', { bulk: true }, 'BULK'],
  ['a mail that asks for silence', { suppressAutoReply: true }, 'SUPPRESS'],
])('%s is met with %s', (_name, facts, reason) => expect(quietReason({ ...plain, ...facts })).toBe(reason))
