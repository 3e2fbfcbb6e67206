import { describe, expect, it } from 'vitest'
import { EVENT_TYPES } from '../../contracts/events.ts'
import { readers } from '../../server/app/index.ts'

describe.each(readers.map((reader) => [reader.name, reader] as const))('the reader %s', (_, reader) => {
  it('claims or ignores every type of fact, and none twice', () => {
    expect([...reader.claims, ...reader.ignores].sort()).toEqual([...EVENT_TYPES].sort())
  })
})

it('there are readers, each with a name of its own', () => {
  const names = readers.map((reader) => reader.name)
  expect(names.length).toBeGreaterThan(0)
  expect(new Set(names).size).toBe(names.length)
})
