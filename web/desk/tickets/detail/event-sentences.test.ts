import { i18n } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { beforeAll, expect, test } from 'vitest'
import type { Event } from '../../../../contracts/events.ts'
import { en } from '../../../locales/en.ts'
import { eventSentence, eventWords } from './event-sentences.ts'

beforeAll(() => {
  i18n.loadAndActivate({
    locale: 'en',
    messages: Object.fromEntries(Object.entries(en).map(([id, text]) => [id, compileMessage(text)])),
  })
})

const names = { person: (id: string) => ({ ben: 'Ben' })[id], team: (id: string) => ({ it: 'IT' })[id] }
const event = (part: Partial<Event>) =>
  ({ type: 'ticket.status_changed', actor: { type: 'person', id: 'ben' }, changes: [], ...part }) as Event

test('a change says what, from what to what, and who', () => {
  const changes = [{ field: 'status', from: 'NEW', to: 'TRIAGED' }]
  expect(eventSentence(event({ changes }), names)).toBe('Status New → Triaged by Ben')
})

test('ids are said by their names, nobody as none, strangers as somebody', () => {
  const words = (field: string, from: unknown, to: unknown) => {
    const [first] = eventWords(event({ changes: [{ field, from, to }] }), names)
    return [first?.from, first?.to]
  }
  expect(words('assigneeId', null, 'ben')).toEqual(['none', 'Ben'])
  expect(words('assigneeId', 'ben', 'stranger')).toEqual(['Ben', 'Somebody'])
  expect(words('teamId', 'it', 'hidden')).toEqual(['IT', 'Another team'])
  expect(words('priority', 'P3', 'P1')).toEqual(['Normal', 'Urgent'])
  expect(words('subject', 'a', 'b')).toEqual(['a', 'b'])
})

test('whoever acts has a name', () => {
  const who = (actor: Event['actor']) => eventWords(event({ actor }), names)[0]?.who
  expect(who({ type: 'system', id: null })).toBe('Docket')
  expect(who({ type: 'key', id: 'k' })).toBe('An API key')
  expect(who({ type: 'key', id: 'k', onBehalfOf: 'ben' })).toBe('Ben')
})

test('a type without words of its own is said as it is, and one that files a ticket as that alone', () => {
  expect(eventWords(event({ type: 'sla.paused' }), names)).toEqual([{ what: 'sla.paused', who: 'Ben' }])
  expect(eventWords(event({ type: 'message.added', visibility: 'INTERNAL' }), names)[0]?.what).toBe(
    'Internal note',
  )
  const changes = [{ field: 'status', from: null, to: 'NEW' }]
  expect(eventWords(event({ type: 'ticket.created', changes }), names)).toEqual([
    { what: 'Filed', who: 'Ben' },
  ])
})
