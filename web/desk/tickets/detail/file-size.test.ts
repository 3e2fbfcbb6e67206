import { expect, test } from 'vitest'
import { fileSize } from './file-size.ts'

test('a size is said in the largest unit that leaves a whole one', () => {
  expect([0, 999, 1000, 1_200_000, 25_600_000].map((bytes) => fileSize(bytes))).toEqual([
    '0 bytes',
    '999 bytes',
    '1 kB',
    '1.2 MB',
    '26 MB',
  ])
})
