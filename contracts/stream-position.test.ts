import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPosition } from './stream-position.ts'

test('an event that comes again is known, by its number and by its name', () => {
  const position = createPosition('1.10')
  position.connected()
  expect(['1.9', '1.10', '1.11', '1.12', '1.11', '2.1'].map(position.take)).toEqual([
    false,
    false,
    true,
    true,
    false,
    true,
  ])
  const sealed = createPosition('x')
  expect(['b', 'a', 'b'].map(sealed.take)).toEqual([true, true, false])
})

test('it resumes from the last heartbeat that was whole, not from the last event', () => {
  const position = createPosition()
  position.connected()
  expect(position.resumeAt()).toBeUndefined()
  expect(position.heartbeat('1.5', 0)).toBe('whole')
  position.take('1.6')
  expect([position.resumeAt(), position.newest()]).toEqual(['1.5', '1.6'])
  expect(position.heartbeat('1.8', 1)).toBe('whole')
  expect(position.resumeAt()).toBe('1.8')
})

test('a heartbeat that counts more than came is a gap; what was lost is taken when it is sent again', () => {
  const position = createPosition('1.5')
  position.connected()
  position.take('1.7')
  expect(position.heartbeat('1.7', 2)).toBe('gap')
  expect(position.resumeAt()).toBe('1.5')
  position.connected()
  expect(['1.6', '1.7'].map(position.take)).toEqual([true, false])
  expect(position.heartbeat('1.7', 2)).toBe('whole')
})

test('a gap that nothing closes is given up: lost, and on from there', () => {
  const position = createPosition('1.5')
  const verdicts = [1, 2, 3].map(() => {
    position.connected()
    position.take('1.7')
    return position.heartbeat('1.7', 2)
  })
  expect(verdicts).toEqual(['gap', 'gap', 'lost'])
  position.take('1.8')
  expect(position.heartbeat('1.8', 3)).toBe('whole')
})

test('a gap before any sure position is a loss', () => {
  const position = createPosition()
  position.connected()
  expect(position.heartbeat('1.7', 2)).toBe('lost')
})

test('a long catch-up moves the place to resume, so that it comes to its end through breaks, and remembers little', () => {
  const position = createPosition('1.0')
  position.connected()
  for (let seq = 1; seq <= 1_500; seq += 1) position.take(`1.${seq}`)
  expect(position.resumeAt()).toBe('1.1001')
  expect(position.heartbeat('1.1500', 1_501)).toBe('lost')
})

test('however often a line breaks, what came before is never taken again', () => {
  const lives = fc.array(fc.record({ events: fc.nat(60), beats: fc.boolean() }), { maxLength: 30 })
  fc.assert(
    fc.property(lives, fc.boolean(), (connections, isSealed) => {
      const idOf = (seq: number) => (isSealed ? `sealed-${(seq * 7919) % 4001}` : `1.${seq}`)
      const seqOf = new Map(Array.from({ length: 4_001 }, (_, seq) => [idOf(seq), seq]))
      const position = createPosition(idOf(0))
      const taken: number[] = []
      for (const { events, beats } of [...connections, { events: 1_500, beats: true }]) {
        position.connected()
        const from = seqOf.get(position.resumeAt() ?? '') ?? expect.fail('it resumes from nowhere')
        position.heartbeat(idOf(from), 0)
        for (let seq = from + 1; seq <= from + events; seq += 1) if (position.take(idOf(seq))) taken.push(seq)
        if (beats) expect(position.heartbeat(idOf(from + events), events)).toBe('whole')
      }
      expect(taken).toEqual(Array.from({ length: taken.length }, (_, i) => i + 1))
    }),
  )
})

test('a line that always breaks before a heartbeat brings something new all the same', () => {
  const position = createPosition()
  position.connected()
  position.heartbeat('1.0', 0)
  let seq = 0
  // Each connection lasts for five events.
  for (let i = 0; i < 60; i += 1) {
    position.connected()
    const from = Number(position.resumeAt()?.split('.')[1])
    position.heartbeat(`1.${from}`, 0)
    for (seq = from + 1; seq <= from + 5; seq += 1) position.take(`1.${seq}`)
  }
  expect(seq).toBeGreaterThan(90)
})

test('a long poll that answers a part leaves known what came before on a stream', () => {
  const position = createPosition('1.0')
  position.connected()
  for (const seq of [1, 2, 3, 4]) position.take(`1.${seq}`)
  position.connected()
  expect(['1.1', '1.2'].map(position.take)).toEqual([false, false])
  position.settle('1.2')
  position.connected()
  expect(position.resumeAt()).toBe('1.2')
  expect(['1.3', '1.4', '1.5'].map(position.take)).toEqual([false, false, true])
})

test('a reset forgets: the position is the given one, older numbers count again in their new epoch', () => {
  const position = createPosition('2.500')
  position.reset('3.20')
  expect([position.resumeAt(), position.newest()]).toEqual(['3.20', '3.20'])
  expect([position.take('3.20'), position.take('3.21')]).toEqual([false, true])
})

test('whatever is lost, repeated and cut, each event is taken once and none is missing after a whole heartbeat', () => {
  const connection = fc.record({
    lost: fc.array(fc.nat(60)),
    cutAfter: fc.nat(60),
    beatEvery: fc.integer({ min: 1, max: 9 }),
  })
  fc.assert(
    fc.property(
      fc.nat(60),
      fc.array(connection, { maxLength: 2 }),
      fc.boolean(),
      (last, connections, isSealed) => {
        const idOf = (seq: number) => (isSealed ? `sealed-${(seq * 7919) % 1009}` : `1.${seq}`)
        const seqOf = new Map(Array.from({ length: last + 1 }, (_, seq) => [idOf(seq), seq]))
        const position = createPosition(idOf(0))
        const taken: number[] = []
        let sure = 0
        const whole = { lost: [], cutAfter: 1_000, beatEvery: 5 }
        for (const { lost, cutAfter, beatEvery } of [...connections, whole]) {
          position.connected()
          let sent = 0
          for (
            let seq = (seqOf.get(position.resumeAt() ?? '') ?? 0) + 1;
            seq <= last && sent < cutAfter;
            seq += 1
          ) {
            sent += 1
            if (!lost.includes(seq) && position.take(idOf(seq))) taken.push(seq)
            if (seq % beatEvery !== 0 && seq !== last) continue
            const wholeness = position.heartbeat(idOf(seq), sent)
            if (wholeness === 'gap') break
            if (wholeness === 'lost') return
            sure = seq
          }
        }
        expect(sure).toBe(last)
        expect(taken.sort((a, b) => a - b)).toEqual(Array.from({ length: last }, (_, i) => i + 1))
      },
    ),
    { numRuns: 300 },
  )
})
