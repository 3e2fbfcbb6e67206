import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { diagnose } from './diagnosis.ts'
import { sharedBuffersMegabytes } from './server-configuration.ts'
import { readServerLog, rotateServerLog } from './server-log.ts'

let file: string
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'docket-log-')), 'postgres.log')
})
afterEach(() => rmSync(join(file, '..'), { recursive: true }))

describe('the log of the server', () => {
  test('is set aside only when it is too long', () => {
    writeFileSync(file, 'x'.repeat(10))
    rotateServerLog(file, 10)
    expect(existsSync(`${file}.1`)).toBe(false)
    rotateServerLog(file, 9)
    expect(existsSync(file)).toBe(false)
    expect(readFileSync(`${file}.1`, 'utf8')).toBe('x'.repeat(10))
    rotateServerLog(file, 9)
  })

  test('is read from where this start began, and its tail only', () => {
    expect(readServerLog(file, 0)).toBe('')
    writeFileSync(file, `old\nnew ${'x'.repeat(100_000)} end`)
    expect(readServerLog(file, 4)).not.toContain('old')
    expect(readServerLog(file, 0).length).toBe(64 * 1024)
    expect(readServerLog(file, 0).endsWith(' end')).toBe(true)
  })
})

describe('a diagnosis', () => {
  const failure = { doing: 'starting', dataDir: '/srv/desk', secrets: ['hunter2'] }

  test('never shows a password', () => {
    const { code, message } = diagnose({ ...failure, output: 'FATAL: no luck with hunter2' })
    expect(code).toBe('start-failed')
    expect(message).toContain('no luck with ***')
    expect(message).not.toContain('hunter2')
  })

  test('takes a full disk for the cause of what it broke', () => {
    const output =
      'FATAL: could not write file "pg_wal/x": No space left on device\nPANIC: could not locate a valid checkpoint record'
    expect(diagnose({ ...failure, output }).code).toBe('disk-full')
  })
})

test('shared buffers are an eighth of the memory within bounds', () => {
  const gigabyte = 1024 ** 3
  expect([0.5, 1, 2, 4, 8, 64].map((size) => sharedBuffersMegabytes(size * gigabyte))).toEqual([
    128, 128, 256, 512, 1024, 1024,
  ])
})
