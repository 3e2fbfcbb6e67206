import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../platform/http/index.ts'
import { parseTopics } from './topics.ts'

const ID = '01890000-0000-7000-8000-00000000000a'

describe('the list of topics', () => {
  it('takes teams by id, tickets by id or key, and oneself, in any case and once each', () => {
    const text = `team:${ID.toUpperCase()}, ticket:it-7,ticket:${ID},me,me`
    expect(parseTopics(text)).toEqual([
      { kind: 'team', of: ID, name: `team:${ID.toUpperCase()}` },
      { kind: 'ticket', of: 'IT-7', name: 'ticket:it-7' },
      { kind: 'ticket', of: ID, name: `ticket:${ID}` },
      { kind: 'me', name: 'me' },
    ])
  })

  it('takes 200, and no more', () => {
    const of = (count: number) => Array.from({ length: count }, (_, i) => `ticket:IT-${i + 1}`).join(',')
    expect(parseTopics(of(200))).toHaveLength(200)
    expect(() => parseTopics(of(201))).toThrow(Problem)
  })

  it('is refused as a contract violation for anything else', () => {
    const odd = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .tuple(fc.constantFrom('team:', 'ticket:', 'me:', 'view:'), fc.string({ maxLength: 45 }))
        .map((it) => it.join('')),
    )
    fc.assert(
      fc.property(odd, (text) => {
        try {
          for (const topic of parseTopics(text))
            expect(
              topic.kind === 'me' || /^([0-9a-f-]{36}|[A-Z][A-Z0-9]{1,9}-[1-9]\d{0,15})$/.test(topic.of),
            ).toBe(true)
        } catch (error) {
          expect(error).toMatchObject({ code: 'contract-violation', errors: [{ path: '/query/topics' }] })
        }
      }),
    )
  })
})
