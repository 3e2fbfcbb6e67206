import { beforeEach, describe, expect, test } from 'vitest'
import { defaultMailLimits } from './mail-types.ts'
import { readMimeTree } from './mime-tree.ts'
import { meterParse, type ParseClock, threadClock } from './parse-meter.ts'

const STILL_LOOKS = 90
const mail = Buffer.from(
  `From: a@x.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(100)}--b--\r\n`,
)

let nowMs: number
let look: (() => void) | undefined
beforeEach(() => {
  nowMs = 0
  look = undefined
})
const byHand: ParseClock = {
  cpuMs: () => nowMs,
  every: (_ms, run) => {
    look = run
    return () => {
      look = undefined
    }
  },
}
const looks = (count: number) => {
  for (let at = 0; at < count; at++) look?.()
}
const read = () => readMimeTree(mail, defaultMailLimits, byHand)

describe('reading a mail', () => {
  test('what others do in the thread between its turns is not counted', async () => {
    let reading = true
    const others = () => {
      nowMs += 1_000
      if (reading) setImmediate(others)
    }
    setImmediate(others)
    const tree = await read().finally(() => {
      reading = false
    })
    expect(tree.root.children).toHaveLength(100)
    expect(nowMs).toBeGreaterThan(defaultMailLimits.cpuLimitMs)
  })

  test('it is read however long it takes, while it takes turns', async () => {
    let readings = 0
    const slow: ParseClock = {
      ...byHand,
      cpuMs: () => {
        // Almost three minutes from the end of each turn to the next.
        if (readings++ % 2 === 1) looks(STILL_LOOKS)
        return 0
      },
    }
    expect((await readMimeTree(mail, defaultMailLimits, slow)).root.children).toHaveLength(100)
    // Of each part: its header block, its three chunks, its charset.
    expect(readings / 2).toBeGreaterThan(500)
  })

  test('a parser that takes no turn for minutes is given up', async () => {
    const tree = read()
    looks(STILL_LOOKS)
    expect(look).toBeDefined()
    looks(1)
    await expect(tree).rejects.toThrow('the parser stands still')
    expect(look).toBeUndefined()
  })

  test('what is left of a refused mail is not read', async () => {
    const parts = `--b\r\n\r\n${'x'.repeat(2_000)}\r\n`.repeat(400)
    const long = Buffer.from(`From: a@x.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${parts}`)
    let readings = 0
    const counting = { ...byHand, cpuMs: () => readings++ }
    await expect(readMimeTree(long, { ...defaultMailLimits, cpuLimitMs: 20 }, counting)).rejects.toThrow(
      'parsing took too long',
    )
    for (let turns = 0; turns < 3_000; turns++) await new Promise(setImmediate)
    // All of it would be 4,000.
    expect(readings).toBeLessThan(100)
  })

  test('nothing is looked at when it is read, or refused', async () => {
    await read()
    expect(look).toBeUndefined()
    await expect(readMimeTree(mail, { ...defaultMailLimits, cpuLimitMs: -1 }, byHand)).rejects.toThrow(
      'parsing took too long',
    )
    expect(look).toBeUndefined()
  })
})

test('turns are added up, one within another counts once, and the limit itself is allowed', () => {
  const failures: string[] = []
  const meter = meterParse(byHand, 10, (error) => failures.push(error.message))
  const work = (ms: number) => () => {
    nowMs += ms
    return ms
  }
  expect(meter.turn(() => meter.turn(work(4)) + meter.turn(work(2)))).toBe(6)
  nowMs += 1_000
  expect(() =>
    meter.turn(() => {
      nowMs += 4
      throw new Error('broken')
    }),
  ).toThrow('broken')
  expect(failures).toEqual([])
  meter.turn(work(1))
  meter.turn(work(1))
  expect(failures).toEqual(['parsing took too long'])
})

test("the thread's clock counts its work", () => {
  const startMs = threadClock.cpuMs()
  while (threadClock.cpuMs() - startMs < 5) JSON.parse('[1]')
  expect(threadClock.cpuMs()).toBeGreaterThan(startMs)
})
