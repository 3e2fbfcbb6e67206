import { expect, test } from 'vitest'
import type { Mailbox } from './queries.ts'
import { chooseMailbox, envelopeRecipients } from './recipient.ts'

const box = (id: string, address: string, isDefault = false) => ({ id, address, isDefault }) as Mailbox
const boxes = [box('m1', 'support@acme.localhost', true), box('m2', 'sales@acme.localhost')]

test.each([
  [[], 'm1', null],
  [['sales@acme.localhost'], 'm2', 'sales@acme.localhost'],
  [['SALES+x@Acme.localhost'], 'm2', 'SALES+x@Acme.localhost'],
  [['m2'], 'm2', null],
  [
    ['bounce+0190a0b0-0000-7000-8000-000000000001@ACME.localhost'],
    'm1',
    'bounce+0190a0b0-0000-7000-8000-000000000001@ACME.localhost',
  ],
  [
    ['bounce+0190a0b0-0000-7000-8000-000000000001@other.example'],
    null,
    'bounce+0190a0b0-0000-7000-8000-000000000001@other.example',
  ],
  [['bounce+x@acme.localhost'], null, 'bounce+x@acme.localhost'],
  [['nobody@acme.localhost', 'sales@acme.localhost'], 'm2', 'sales@acme.localhost'],
  [['nobody@acme.localhost'], null, 'nobody@acme.localhost'],
])('recipients %j choose %s', (recipients, mailboxId, recipient) => {
  expect(chooseMailbox(boxes, recipients)).toEqual({ mailboxId, recipient })
})

test('without a default mailbox mail goes to none', () => {
  expect(chooseMailbox([], [])).toEqual({ mailboxId: null, recipient: null })
})

test('the query wins over the header, which may name several', () => {
  expect(envelopeRecipients('a@x', 'b@x')).toEqual(['a@x'])
  expect(envelopeRecipients(undefined, 'Support <b@x>, c@x,')).toEqual(['b@x', 'c@x'])
  expect(envelopeRecipients(undefined, undefined)).toEqual([])
})
