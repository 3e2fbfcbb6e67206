import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './bootstrap.mjs'
import { afterSecondTry, filesToTryAgain, TRIED_TWICE } from './second-tries.mjs'

const [killing] = TRIED_TWICE
const failure = (file, name = 'a test') => ({ name: `${file} › ${name}`, file, reason: 'no' })
const report = (passedByFile, failures) => ({
  passed: Object.values(passedByFile).reduce((sum, one) => sum + one, 0),
  failures,
  flaky: [],
  passedByFile: new Map(Object.entries(passedByFile)),
})

test('only a file that kills real processes is tried again, and only when it failed', () => {
  const first = report({ [killing]: 1, 'sum.test.ts': 1 }, [failure('sum.test.ts'), failure(killing)])
  expect(filesToTryAgain(first)).toEqual([killing])
  expect(filesToTryAgain(report({ [killing]: 2 }, []))).toEqual([])
  expect(filesToTryAgain(report({}, [failure('sum.test.ts')]))).toEqual([])
})

test('what passes at the second try is flaky and counts as passed; the rest of the first run stands', () => {
  const first = report({ [killing]: 1, 'sum.test.ts': 4 }, [failure('sum.test.ts'), failure(killing)])
  const both = afterSecondTry(first, report({ [killing]: 2 }, []), [killing])
  expect(both).toEqual({ passed: 6, failures: [failure('sum.test.ts')], flaky: [failure(killing)] })
})

test('what fails at both tries has failed, and so does what fails at the second alone', () => {
  const first = report({ [killing]: 0 }, [failure(killing, 'one'), failure(killing, 'two')])
  const second = report({ [killing]: 0 }, [failure(killing, 'two'), failure(killing, 'three')])
  const { failures, flaky } = afterSecondTry(first, second, [killing])
  expect(failures).toEqual([failure(killing, 'two'), failure(killing, 'three')])
  expect(flaky).toEqual([failure(killing, 'one')])
})

test('a second run that died is a failure', () => {
  const died = { ...report({}, [{ name: 'the run died', file: '', reason: '' }]) }
  const { failures } = afterSecondTry(report({}, [failure(killing)]), died, [killing])
  expect(failures).toEqual(died.failures)
})

const KILLS = /SIGKILL|SIGSTOP|SIGTERM|\.kill\(/
const IMPORTED = /from '(\.[^']+)'/g

test.each(TRIED_TWICE)('%s is there, and kills, freezes or stops a real process', (path) => {
  expect(existsSync(join(root, path))).toBe(true)
  const own = readFileSync(join(root, path), 'utf8')
  const imported = [...own.matchAll(IMPORTED)].map(([, from]) => join(root, dirname(path), from))
  const texts = [own, ...imported.map((file) => readFileSync(file, 'utf8'))]
  expect(texts.some((text) => KILLS.test(text))).toBe(true)
})
