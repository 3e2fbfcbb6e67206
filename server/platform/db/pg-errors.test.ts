import { describe, expect, it } from 'vitest'
import { isDatabaseUnavailable, sqlState } from './pg-errors.ts'

const failed = (code: string, message = 'failed') => Object.assign(new Error(message), { code })

describe('a lost database', () => {
  it.each([
    'EPIPE',
    'ECONNRESET',
    'ECONNREFUSED',
    'ENOENT',
    'ETIMEDOUT',
    '57P01',
    '57P03',
    '25P03',
    '08006',
    '55P03',
  ])('is told from a failed command: %s may be tried again', (code) =>
    expect(isDatabaseUnavailable(failed(code))).toBe(true),
  )

  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'Client has encountered a connection error and is not queryable',
    'timeout exceeded when trying to connect',
  ])('is told by the words of the client, which has no code for it: %s', (message) =>
    expect(isDatabaseUnavailable(new Error(message))).toBe(true),
  )

  it.each(['23505', '42501', '22P02', 'P0001', 'ERR_X'])('is not what %s says', (code) =>
    expect(isDatabaseUnavailable(failed(code))).toBe(false),
  )
})

it("a state of the server is never taken from the system's own codes, also of five letters", () => {
  expect(sqlState(failed('EPIPE'))).toBeUndefined()
  expect(sqlState(failed('XX000'))).toBe('XX000')
  expect(sqlState(failed('23505'))).toBe('23505')
})
