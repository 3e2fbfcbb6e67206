import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSseParser, type SseFrame, SseOverflow } from './stream-sse.ts'

const readAll = (pieces: readonly string[]) => {
  const frames: SseFrame[] = []
  const retries: number[] = []
  const parser = createSseParser({ frame: (frame) => frames.push(frame), retry: (ms) => retries.push(ms) })
  for (const piece of pieces) parser.push(piece)
  return { frames, retries }
}
/** The bytes cut at these places and decoded piece by piece, as they come from a socket. */
const decoded = (bytes: Uint8Array, cuts: readonly number[]) => {
  const decoder = new TextDecoder()
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b)
  return [...places, bytes.length].map((end, i) =>
    decoder.decode(bytes.subarray(places[i - 1] ?? 0, end), { stream: true }),
  )
}

test('frames arrive with id, type and data, whatever ends their lines', () => {
  for (const end of ['\n', '\r', '\r\n']) {
    const text = ['id: 1.2', 'event: hb', 'data: {"a":', 'data:  1}', ': a comment', 'nonsense', '', '']
    expect(readAll([text.join(end)]).frames).toEqual([{ id: '1.2', event: 'hb', data: '{"a":\n 1}' }])
  }
})

test('a frame without an id has none, even after one that had', () => {
  const { frames } = readAll(['id: 1\ndata: a\n\nevent: presence\ndata: b\n\n'])
  expect(frames.map(({ id }) => id)).toEqual(['1', undefined])
})

test('a frame without data is not dispatched, an unfinished one neither, a retry counts at once', () => {
  const { frames, retries } = readAll(['retry: 3000\n\nid: 7\n\nretry: -1\nretry: x\ndata: never\n'])
  expect([frames, retries]).toEqual([[], [3000]])
})

test('an id with a NUL is none', () => {
  expect(readAll(['id: a\0b\ndata: x\n\n']).frames).toEqual([{ id: undefined, event: 'message', data: 'x' }])
})

test('the same frames come out wherever the bytes are cut', () => {
  const field = fc.string({ unit: fc.constantFrom('a', 'é', '🙂', ' ', ':', '{') })
  const frame = fc.record({ id: field, event: field, data: fc.array(field, { minLength: 1, maxLength: 3 }) })
  const end = fc.constantFrom('\n', '\r', '\r\n')
  fc.assert(
    fc.property(
      fc.array(frame, { maxLength: 5 }),
      end,
      fc.array(fc.nat(), { maxLength: 40 }),
      (sent, eol, cuts) => {
        const text = sent
          .map(({ id, event, data }) =>
            [`id: ${id}`, `event: ${event}`, ...data.map((one) => `data: ${one}`), '', ''].join(eol),
          )
          .join('')
        const { frames } = readAll(decoded(new TextEncoder().encode(text), cuts))
        const wanted = sent
          .map(({ id, event, data }) => ({
            id,
            event: event === '' ? 'message' : event,
            data: data.join('\n'),
          }))
          .filter(({ data }) => data !== '')
        expect(frames).toEqual(wanted)
      },
    ),
  )
})

test('bytes of every kind are read without an error, the same in one piece and in many', () => {
  const hostile = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc
      .array(
        fc.constantFrom('data', 'id', 'event', 'retry', ':', ' ', '\n', '\r', '\r\n', '\0', '9', '\ufeff'),
        {
          maxLength: 80,
        },
      )
      .map((parts) => new TextEncoder().encode(parts.join(''))),
  )
  fc.assert(
    fc.property(hostile, fc.array(fc.nat(), { maxLength: 60 }), (bytes, cuts) => {
      expect(readAll(decoded(bytes, cuts))).toEqual(readAll(decoded(bytes, [])))
    }),
  )
})

test('a line or a frame without end is refused before it fills the memory', () => {
  const { push } = createSseParser({ frame: () => {}, retry: () => {} })
  const long = 'x'.repeat(600_000)
  expect(() => [push(`data: ${long}`), push(long)]).toThrow(SseOverflow)
  const other = createSseParser({ frame: () => {}, retry: () => {} })
  expect(() => [other.push(`data: ${long}\n`), other.push(`data: ${long}\n`)]).toThrow(SseOverflow)
})
