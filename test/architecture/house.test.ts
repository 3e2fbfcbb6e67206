import { describe, expect, test } from 'vitest'
import { checkDocstrings, checkModuleDoors } from './check-docs.ts'
import { checkSkips, checkSleeps, checkStopwatches, checkSuppressions } from './check-escapes.ts'
import { checkNames, checkSizes } from './check-files.ts'
import { checkFunctions, type LongFunctions } from './check-functions.ts'
import type { ArchitectureMap } from './modules.ts'
import { lines, readTree, repositoryRoot } from './tree.ts'

const tree = readTree(repositoryRoot)
const map: ArchitectureMap = JSON.parse(tree.get('architecture.json') ?? '')
const longFunctions: LongFunctions = JSON.parse(tree.get('test/architecture/long-functions.json') ?? '')

describe('the house rules hold', () => {
  test('files are short', () => expect(lines(checkSizes(tree))).toEqual([]))
  test('functions fit a screen', () => expect(lines(checkFunctions(tree, longFunctions))).toEqual([]))
  test('names say what a file holds', () => expect(lines(checkNames(tree))).toEqual([]))
  test('no check is silenced without a reason', () => expect(lines(checkSuppressions(tree))).toEqual([]))
  test('no test is left out', () => expect(lines(checkSkips(tree))).toEqual([]))
  test('no test sleeps', () => expect(lines(checkSleeps(tree))).toEqual([]))
  test('no test asserts on wall time', () => expect(lines(checkStopwatches(tree))).toEqual([]))
  test('every module has a door and a README', () => expect(lines(checkModuleDoors(tree, map))).toEqual([]))
  test('every exported function says what it promises', () =>
    expect(lines(checkDocstrings(tree))).toEqual([]))
})
