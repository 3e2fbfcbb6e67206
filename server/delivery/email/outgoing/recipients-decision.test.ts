import { describe, expect, it } from 'vitest'
import { decideRecipients, type SentMessage } from './recipients-decision.ts'

const person = (id: string, over: { active?: boolean; address?: string } = {}) => ({
  id,
  active: true,
  address: `${id}@example.com`,
  ...over,
})
const people = {
  requester: person('rita'),
  participants: [
    { person: person('pia'), sinceSeq: 1 },
    { person: person('paul'), sinceSeq: 9 },
  ],
}
const answer: SentMessage = {
  seq: 5,
  authorId: 'ana',
  authorKind: 'AGENT',
  visibility: 'PUBLIC',
  auto: false,
  quiet: null,
}
const whoGets = (over: Partial<SentMessage>) =>
  decideRecipients({ ...answer, ...over }, people, (address) => address === 'desk@example.com').map(
    ({ id }) => id,
  )

describe('a mail of a message goes to', () => {
  it.each<[string, Partial<SentMessage>, string[]]>([
    ['requester and participants of that time', {}, ['rita', 'pia']],
    ['who came later, from then on', { seq: 9 }, ['rita', 'pia', 'paul']],
    ['never its author', { authorId: 'rita', authorKind: 'REQUESTER' }, ['pia']],
    ['nobody for a note', { visibility: 'INTERNAL' }, []],
    ['nobody for what a machine wrote', { auto: true }, []],
    ['nobody for what a requester wrote by a list', { authorKind: 'REQUESTER', quiet: 'BULK' }, []],
    ['all for what an agent wrote by a list', { quiet: 'BULK' }, ['rita', 'pia']],
    ['all for what an agent wrote and a person ran again', { quiet: 'EXEMPT' }, ['rita', 'pia']],
    ['nobody for history that was imported, also an agent’s', { quiet: 'IMPORT' }, []],
    [
      'all for what only forbids automatic answers',
      { authorKind: 'REQUESTER', quiet: 'SUPPRESS' },
      ['rita', 'pia'],
    ],
  ])('%s', (_, over, expected) => expect(whoGets(over)).toEqual(expected))

  it('nobody who is deactivated, and no mailbox of the desk', () => {
    const some = {
      requester: person('rita', { active: false }),
      participants: [{ person: person('desk'), sinceSeq: 1 }],
    }
    expect(decideRecipients(answer, some, (address) => address === 'desk@example.com')).toEqual([])
  })
})
