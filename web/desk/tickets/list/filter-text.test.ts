import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PRIORITIES, STATUSES } from '../../../../contracts/tickets.ts'
import type { TicketFilter } from '../../../api/index.ts'
import type { FilterNames, Named } from './filter-names.ts'
import { parseFilter, wordsIn, writeFilter } from './filter-text.ts'
import { inOrder } from './filter-words.ts'

const ANA = { id: '00000000-0000-4000-8000-00000000000a', name: 'Ana Kaya', code: 'ana@acme.example' }
const ANA_LIMA = { id: '00000000-0000-4000-8000-00000000000b', name: 'Ana Lima', code: 'lima@acme.example' }
const BEN = { id: '00000000-0000-4000-8000-00000000000c', name: 'Ben', code: 'ben@acme.example' }
const IT = { id: '00000000-0000-4000-8000-0000000000aa', name: 'IT Desk', code: 'IT' }
const PEOPLE = [ANA, ANA_LIMA, BEN]
const NAMES: FilterNames = { staff: PEOPLE, people: PEOPLE, teams: [IT] }
const read = (text: string) => parseFilter(text, NAMES)

test('a text of all fields is read, whatever its case and order', () => {
  expect(read('  TEAM:it status:Assigned,new priority:p2,P1 assignee:"ana kaya" requester:me ')).toEqual({
    filter: {
      status: ['NEW', 'ASSIGNED'],
      assignee: ANA.id,
      team: IT.id,
      priority: ['P1', 'P2'],
      requester: 'me',
    },
  })
  expect(read('')).toEqual({ filter: {} })
})

test.each([
  ['vpn', 'no-field'],
  ['tag:vpn', 'unknown-field'],
  ['status:', 'no-value'],
  ['status:newish', 'unknown-value'],
  ['priority:p5', 'unknown-value'],
  ['status:new status:closed', 'twice'],
  ['assignee:me,none', 'one-value'],
  ['assignee:zoe', 'nobody'],
  ['assignee:ana', 'several'],
  ['assignee:"ana', 'open-quote'],
  ['requester:none', 'nobody'],
])('%s is no filter, and says why', (text, why) => {
  expect(read(text)).toMatchObject({ problem: { why } })
})

test('a person is found by the beginning of a name where that fits one alone, and by mail', () => {
  expect(read('assignee:be')).toEqual({ filter: { assignee: BEN.id } })
  expect(read('assignee:lim')).toEqual({ filter: { assignee: ANA_LIMA.id } })
  expect(read('requester:ANA@acme.example')).toEqual({ filter: { requester: ANA.id } })
})

test('names that are not loaded yet are told apart from names that nobody has', () => {
  const none: FilterNames = { staff: undefined, people: undefined, teams: undefined }
  expect(parseFilter('assignee:ben', none)).toMatchObject({ problem: { why: 'loading' } })
  expect(parseFilter(`assignee:${BEN.id} status:open`, none)).toMatchObject({ filter: { assignee: BEN.id } })
})

test('statuses that make up a group are written by its word', () => {
  expect(writeFilter({ status: ['CLOSED', 'RESOLVED'] }, NAMES)).toBe('status:done')
  expect(writeFilter({ status: ['NEW', 'TRIAGED'], assignee: 'none' }, NAMES)).toBe(
    'status:new,triaged assignee:none',
  )
})

test('what is written is read back as the same filter, whoever is called what', () => {
  fc.assert(
    fc.property(anyNames, anyFilterValues, (names, values) => {
      const filter = filterOf(values, names)
      expect(parseFilter(writeFilter(filter, names), names)).toEqual({ filter })
    }),
  )
})

test('no text makes the reader fail, and what it reads is written and read again', () => {
  const pieces = fc.constantFrom(
    'status:',
    'assignee:',
    'team:',
    'open',
    'me',
    ',',
    '"',
    ' ',
    'p1',
    ':',
    'ana',
  )
  const text = fc.oneof(
    fc.string(),
    fc.array(pieces).map((some) => some.join('')),
  )
  fc.assert(
    fc.property(text, (hostile) => {
      for (const { from, to, text: word } of wordsIn(hostile)) expect(hostile.slice(from, to)).toBe(word)
      const answer = read(hostile)
      if ('filter' in answer) expect(read(writeFilter(answer.filter, NAMES))).toEqual(answer)
    }),
  )
})

const anyName = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.constantFrom('me', 'none', 'Ana', 'Ana Kaya', 'a "b" c', 'x,y', 'it:self', ''),
)
const anyNamed: fc.Arbitrary<Named[]> = fc
  .array(fc.record({ name: anyName, code: anyName }), { maxLength: 6 })
  .map((some) =>
    some.map((one, at) => ({ ...one, id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}` })),
  )
const anyNames = fc.record({ staff: anyNamed, people: anyNamed, teams: anyNamed })
const anyFilterValues = fc.record({
  status: fc.option(fc.subarray([...STATUSES], { minLength: 1 }), { nil: undefined }),
  priority: fc.option(fc.subarray([...PRIORITIES], { minLength: 1 }), { nil: undefined }),
  assignee: fc.option(fc.oneof(fc.constantFrom('me', 'none'), fc.nat(8)), { nil: undefined }),
  requester: fc.option(fc.oneof(fc.constantFrom('me'), fc.nat(8)), { nil: undefined }),
  team: fc.option(fc.nat(8), { nil: undefined }),
})

/** Numbers stand for people and teams: those of the names, and some that are unknown. */
function filterOf(
  values: typeof anyFilterValues extends fc.Arbitrary<infer Values> ? Values : never,
  { staff, people, teams }: FilterNames,
): TicketFilter {
  const idOf = (known: readonly Named[] | undefined, at: number) =>
    known?.[at]?.id ?? `10000000-0000-4000-8000-00000000000${at}`
  const person = (known: readonly Named[] | undefined, value: number | string) =>
    typeof value === 'number' ? idOf(known, value) : value
  const { status, priority, assignee, requester, team } = values
  return {
    ...(status === undefined ? {} : { status: inOrder(STATUSES, status) }),
    ...(priority === undefined ? {} : { priority: inOrder(PRIORITIES, priority) }),
    ...(assignee === undefined ? {} : { assignee: person(staff, assignee) }),
    ...(requester === undefined ? {} : { requester: person(people, requester) }),
    ...(team === undefined ? {} : { team: idOf(teams, team) }),
  }
}
