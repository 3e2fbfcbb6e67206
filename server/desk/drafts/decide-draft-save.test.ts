import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type DraftDecision,
  decideDraftReturn,
  decideDraftSave,
  OTHER_LENGTH_MAX,
  type StoredDraft,
} from './decide-draft-save.ts'

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString()
const sent = (body: string, baseVersion: number | undefined, second = 30, dropOther = false) => ({
  body,
  bodyHtml: body === '' ? '' : `<p>${body}</p>`,
  writtenAt: at(second),
  baseVersion,
  dropOther,
})
const stored = (body: string, over: Partial<StoredDraft> = {}): StoredDraft => ({
  body,
  bodyHtml: `<p>${body}</p>`,
  writtenAt: at(10),
  version: 5,
  other: null,
  ...over,
})
const other = (body: string, version: number | null = null) => ({
  body,
  bodyHtml: `<p>${body}</p>`,
  writtenAt: at(5),
  version,
})
const left = (before: StoredDraft | undefined, decision: DraftDecision) =>
  decision.outcome === 'unchanged' ? before : decision.outcome === 'removed' ? undefined : decision.draft

describe('one device', () => {
  it('begins a draft, goes on with it and ends it with an empty text', () => {
    expect(decideDraftSave(undefined, sent('one', undefined), 9)).toMatchObject({
      outcome: 'stored',
      draft: { body: 'one', version: 9, other: null },
    })
    expect(decideDraftSave(stored('one'), sent('two', 5), 9)).toMatchObject({
      draft: { body: 'two', version: 6, other: null },
    })
    expect(decideDraftSave(stored('one'), sent('', 5), 9)).toEqual({ outcome: 'removed' })
    expect(decideDraftSave(undefined, sent('', undefined), 9)).toEqual({ outcome: 'unchanged' })
  })

  it('writes nothing where nothing changed', () => {
    expect(decideDraftSave(stored('one'), sent('one', 5), 9)).toEqual({ outcome: 'unchanged' })
    expect(decideDraftSave(stored('one'), sent('one', 3), 9)).toEqual({ outcome: 'unchanged' })
  })

  it('puts the other version away only when told to, or by writing its words', () => {
    const both = stored('one', { other: other('else') })
    expect(left(both, decideDraftSave(both, sent('two', 5), 9))?.other?.body).toBe('else')
    expect(left(both, decideDraftSave(both, sent('two', 5, 30, true), 9))?.other).toBeNull()
    expect(left(both, decideDraftSave(both, sent('two and else', 5), 9))?.other).toBeNull()
    expect(left(both, decideDraftSave(both, sent('one', 5, 30, true), 9))?.other).toBeNull()
  })

  it('that empties its text is left with the other version as the draft', () => {
    const both = stored('one', { other: other('else', 3) })
    expect(left(both, decideDraftSave(both, sent('', 5), 9))).toMatchObject({
      body: 'else',
      version: 6,
      other: null,
    })
  })
})

describe('two devices', () => {
  it('cross: the newest is the draft and the other one is kept', () => {
    expect(decideDraftSave(stored('one'), sent('two', 4, 11), 9)).toMatchObject({
      draft: { body: 'two', version: 6, other: { body: 'one', version: 5, writtenAt: at(10) } },
    })
    expect(decideDraftSave(stored('one'), sent('two', 4, 9), 9)).toMatchObject({
      draft: { body: 'one', version: 6, other: { body: 'two', version: null, writtenAt: at(9) } },
    })
  })

  it('that write in turns keep one other version, not a growing one', () => {
    let draft = left(undefined, decideDraftSave(undefined, sent('a0', undefined, 1), 1))
    const base = { a: 1, b: 0 }
    for (let i = 1; i < 20; i += 1) {
      for (const name of ['b', 'a'] as const) {
        draft = left(draft, decideDraftSave(draft, sent(`${name}${i}.`, base[name], i), 1))
        base[name] = draft?.version ?? 0
      }
    }
    expect(draft).toMatchObject({ body: 'a19.', other: { body: 'b19.' } })
  })

  it('an empty text takes nothing away that its device has not seen', () => {
    expect(decideDraftSave(stored('one'), sent('', 4), 9)).toEqual({ outcome: 'unchanged' })
  })

  it('three that cross keep all three texts, up to the length that is kept', () => {
    const two = left(stored('one'), decideDraftSave(stored('one'), sent('two', 0, 11), 9))
    const three = left(two, decideDraftSave(two, sent('three', 1, 12), 9))
    expect(three).toMatchObject({ body: 'three', other: { body: 'two\n\none' } })
    const long = stored('one', { other: other('x'.repeat(OTHER_LENGTH_MAX)) })
    expect(left(long, decideDraftSave(long, sent('two', 0, 11), 9))?.other?.body).toBe('one')
  })

  it('a picture that is not in the draft is no text to be left out', () => {
    const image = { ...other(''), bodyHtml: '<p><img src="cid:a" /></p>' }
    const both = stored('one', { other: image })
    expect(left(both, decideDraftSave(both, sent('two', 5), 9))?.other).toEqual(image)
  })
})

describe('a text that comes back', () => {
  it('is the draft where there is none, else its other version, and never both', () => {
    const text = { body: 'sent', bodyHtml: '<p>sent</p>', writtenAt: at(20) }
    expect(decideDraftReturn(undefined, text, 9)).toMatchObject({ draft: { body: 'sent', version: 9 } })
    expect(decideDraftReturn(stored('new'), text, 9)).toMatchObject({
      draft: { body: 'new', version: 6, other: { body: 'sent', version: null } },
    })
    expect(decideDraftReturn(stored('sent and more'), text, 9)).toEqual({ outcome: 'unchanged' })
    const both = stored('new', { other: other('else') })
    expect(left(both, decideDraftReturn(both, text, 9))?.other?.body).toBe('sent\n\nelse')
  })
})

type Step = { device: number; does: 'replace' | 'extend' | 'empty' | 'reload' | 'drop'; lateBy: number }
const steps = fc.array(
  fc.record({
    device: fc.nat({ max: 2 }),
    does: fc.constantFrom<Step['does']>('replace', 'extend', 'extend', 'empty', 'reload', 'drop'),
    lateBy: fc.nat({ max: 40 }),
  }),
  { maxLength: 40 },
)

it('whatever devices save in whatever order, a text is there until its device goes on from it or puts it away', () => {
  fc.assert(
    fc.property(steps, (run) => {
      let draft: StoredDraft | undefined
      const devices = [0, 1, 2].map(() => ({ text: '', base: undefined as number | undefined }))
      const alive = new Set<string>()
      run.forEach(({ device, does, lateBy }, i) => {
        const own = devices[device]
        if (own === undefined) return
        const adopt = () => {
          own.text = draft?.body ?? ''
          own.base = draft?.version
        }
        if (does === 'reload') {
          adopt()
          return
        }
        const isSeen = draft !== undefined && own.base === draft.version
        const text = { replace: `«${i}»`, extend: `${own.text}«${i}»`, empty: '', drop: own.text }[does]
        const wasOther = draft?.other?.body ?? ''
        const second = Math.max(0, i + 50 - lateBy)
        draft = left(draft, decideDraftSave(draft, sent(text, own.base, second, does === 'drop'), 1000 + i))
        // Gone are the texts in what the device went on from, and in the other version that it put away.
        const wentOn = text !== '' || isSeen || draft === undefined ? own.text : ''
        const putAway = does === 'drop' && isSeen ? wasOther : ''
        for (const one of alive) if (wentOn.includes(one) || putAway.includes(one)) alive.delete(one)
        if (text !== '') alive.add(text)
        adopt()
        for (const one of alive)
          expect([draft?.body.includes(one), draft?.other?.body.includes(one)], `${one} is kept`).toContain(
            true,
          )
      })
    }),
    { numRuns: 500 },
  )
})
