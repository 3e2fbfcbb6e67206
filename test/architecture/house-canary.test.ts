import { describe, expect, test } from 'vitest'
import { checkDocstrings, checkModuleDoors } from './check-docs.ts'
import { checkSkips, checkSleeps, checkStopwatches, checkSuppressions } from './check-escapes.ts'
import { checkNames, checkSizes } from './check-files.ts'
import { checkFunctions, type LongFunctions } from './check-functions.ts'
import { plant, plantedMap } from './planted-tree.ts'
import type { Tree, Violation } from './tree.ts'

const checks: Record<string, (tree: Tree) => Violation[]> = {
  sizes: checkSizes,
  functions: (tree) => checkFunctions(tree, {}),
  names: checkNames,
  suppressions: checkSuppressions,
  skips: checkSkips,
  sleeps: checkSleeps,
  stopwatches: checkStopwatches,
  doors: (tree) => checkModuleDoors(tree, plantedMap),
  docstrings: checkDocstrings,
}

test.each(Object.entries(checks))('the sound house keeps the rule of %s', (_name, check) => {
  expect(check(plant())).toEqual([])
})

describe('sizes', () => {
  test('a file of 401 lines, and not one of 400', () => {
    const tree = plant({ 'docs/long.ts': '\n'.repeat(401), 'docs/fits.ts': '\n'.repeat(400) })
    expect(checkSizes(tree).map(({ at }) => at)).toEqual(['docs/long.ts'])
  })

  test.each([
    ['bench', 65],
    ['bin', 50],
    ['contracts', 80],
    ['server', 45],
    ['test', 65],
    ['web', 55],
  ])('a median in %s/ of more than %i lines', (folder, limit) => {
    const paths = Array.from({ length: 40 }, (_, i) => `${folder}/a${i}.ts`)
    const of = (count: number) =>
      checkSizes(plant(Object.fromEntries(paths.map((path) => [path, '\n'.repeat(count)]))))
    expect(of(limit)).toEqual([])
    expect(of(limit + 1)).toMatchObject([{ rule: 'size', at: folder }])
  })

  test('no code in one of the folders', () => {
    const found = checkSizes(plant({ 'bin/start.mjs': undefined, 'web/app/main.tsx': undefined }))
    expect(found).toMatchObject([
      { rule: 'blind', at: 'bin' },
      { rule: 'blind', at: 'web' },
    ])
  })
})

describe('functions', () => {
  const body = (count: number) => `{\n${'  void 0\n'.repeat(count - 2)}}`
  const found = (text: string, listed: LongFunctions = {}): string[] =>
    checkFunctions(plant({ 'web/app/x.test.tsx': text }), listed).map(
      ({ rule, detail }) => `${rule} ${detail}`,
    )

  test.each([
    ['a function', `export function long() ${body(61)}`, 'long'],
    ['an arrow function', `const long = () => ${body(61)}`, 'long'],
    ['a method', `class A {\n  long() ${body(61)}\n}`, 'long'],
    ['a constructor', `class A {\n  constructor() ${body(61)}\n}`, 'constructor'],
    ['a callback', `useEffect(() => ${body(61)})`, 'useEffect()'],
    ['what a test holds', `test('x', () => {\n  const long = () => ${body(61)}\n})`, 'long'],
  ])('%s of 61 lines', (_name, text, name) => {
    expect(found(text)).toEqual([`function web/app/x.test.tsx#${name}: 61 lines; at most 60`])
  })

  test.each([
    ['a function of 60', `function long() ${body(60)}`],
    ['a test', `test('x', () => ${body(90)})`],
    ['a suite for each', `describe.each([1])('x', () => ${body(90)})`],
  ])('but not %s', (_name, text) => expect(found(text)).toEqual([]))

  test('a listed one that grew, that is short now, or gone; not one that shrank', () => {
    const listed = { 'web/app/x.test.tsx#long': 70 }
    const left = 'function-list is gone or short now; take it off long-functions.json'
    expect(found(`function long() ${body(71)}`, listed)).toHaveLength(1)
    expect(found(`function long() ${body(70)}`, listed)).toEqual([])
    expect(found(`function long() ${body(61)}`, listed)).toEqual([])
    expect(found(`function long() ${body(60)}`, listed)).toEqual([left])
    expect(found('', listed)).toEqual([left])
  })
})

describe('names', () => {
  test.each([
    'server/desk/tickets/utils.ts',
    'server/desk/tickets/mail-helpers.test.ts',
    'server/platform/shared/index.ts',
    'test/lib/clock.ts',
    'bench/ticketList.ts',
  ])('%s', (path) => expect(checkNames(plant({ [path]: '' })).map(({ at }) => at)).toEqual([path]))
})

describe('what silences a check', () => {
  // Put together here so that this file does not silence anything itself.
  const comment = (text: string): string => `/${'/'} ${text}\n`
  test.each([
    [comment('@ts-' + 'ignore'), 1],
    [comment('@ts-' + 'expect-error'), 1],
    [comment('@ts-' + 'expect-error the library types it wrongly'), 0],
    [comment('biome-' + 'ignore lint/suspicious/noExplicitAny: ok'), 1],
    ['export const x: any = 1\n', 1],
    [
      `${comment('biome-' + 'ignore lint/suspicious/noExplicitAny: the driver hands over anything')}type X = any\n`,
      0,
    ],
    ["export const text = 'any'\n", 0],
  ])('%j: %i', (text, count) => {
    expect(checkSuppressions(plant({ 'bench/x.ts': text }))).toHaveLength(count)
  })
})

describe('tests that prove nothing', () => {
  test.each([
    ["test.skip('x', () => {})", 1],
    ["describe.only('x', () => {})", 1],
    ["test.concurrent.only.each([1])('x', () => {})", 1],
    ["it.todo('x')", 1],
    ["test.skipIf(missing)('x', () => {})", 0],
    ['list.skip(3)', 0],
  ])('%s: %i left out', (text, count) => {
    expect(checkSkips(plant({ 'bench/x.test.ts': text }))).toHaveLength(count)
  })

  test.each([
    ['await new Promise((done) => setTimeout(done, 50))', 1],
    ['const nap = () => new Promise((done) => { globalThis.setTimeout(done, 50) })', 1],
    ["import { setTimeout as nap } from 'node:timers/promises'", 1],
    ['await sleep(50)', 1],
    ['await page.waitForTimeout(50)', 1],
    ['const timer = setTimeout(() => server.kill(), 5000)', 0],
    ['await vi.waitFor(() => expect(rows).toHaveLength(1))', 0],
  ])('%s: %i sleeps', (text, count) => {
    expect(checkSleeps(plant({ 'bench/x.test.ts': text }))).toHaveLength(count)
    expect(checkSleeps(plant({ 'test/journeys/x.spec.ts': text }))).toHaveLength(count)
  })

  test.each([
    ['const began = performance.now()', 1],
    ['const began = process.hrtime.bigint()', 1],
    ['expect(Date.now() - began).toBeLessThan(500)', 1],
    ['const tookMs = Date.now() - began\nexpect(tookMs < 500).toBe(true)', 1],
    ['expect(500).toBeGreaterThan(Date.now() - began)', 1],
    ['expect(Date.parse(row.at) - Date.now()).toBeGreaterThan(0)', 1],
    ['await expect.poll(count, { timeout: 2_000 }).toBe(1)', 1],
    ['await expect(page.getByText(name)).toBeVisible({ timeout: LONG_MS })', 1],
    ['await vi.waitFor(look, { interval: 5, timeout: 900 })', 1],
    ['await vi.waitFor(look, 900)', 1],
    ['vi.setConfig({ testTimeout: 60_000 })', 1],
    ["it('x', { timeout: 60_000 }, async () => {})", 1],
    ["it('x', async () => {}, 60_000)", 1],
    ["it.each(ALL)('x', async () => {}, LONG_MS)", 1],
    ['beforeAll(async () => {}, 60_000)', 1],
    ['test.setTimeout(60_000)', 1],
    ['test.slow()', 1],
    ['page.setDefaultTimeout(500)', 1],
    ['const sendAt = Date.now() + 3_600_000', 0],
    ['desk.moveClock(Date.parse(dueAt) - Date.now())', 0],
    ['expect(dueAt).toBeGreaterThan(Date.now() - 16 * DAY_MS)', 0],
    ['expect(at).toBeLessThanOrEqual(Date.now() + 1000)', 0],
    ["execFileSync('initdb', [], { timeout: 9_000 })", 0],
    ["await until('a ticket', async () => (await count()) === 1)", 0],
    ["it.each([1, 2])('x', async () => {})", 0],
  ])('%s: %i stopwatches', (text, count) => {
    expect(checkStopwatches(plant({ 'bench/x.test.ts': text }))).toHaveLength(count)
    expect(checkStopwatches(plant({ 'test/journeys/x.spec.ts': text }))).toHaveLength(count)
    expect(checkStopwatches(plant({ 'test/faults/rounds.ts': text }))).toHaveLength(count)
    expect(checkStopwatches(plant({ 'test/perf/measure.ts': text, 'bench/x.ts': text }))).toEqual([])
  })
})

describe('doors', () => {
  const found = (changes: Record<string, string | undefined>): string[] =>
    checkModuleDoors(plant(changes), plantedMap).map(({ at, detail }) => `${at} ${detail}`)

  test('a missing README or index.ts', () => {
    expect(found({ 'server/desk/tickets/README.md': undefined })).toEqual([
      'server/desk/tickets/README.md is missing',
    ])
    expect(found({ 'server/desk/tickets/index.ts': undefined })).toEqual([
      'server/desk/tickets/index.ts is missing',
    ])
  })

  test('a README that says nothing, or too much', () => {
    expect(found({ 'contracts/README.md': '# Contracts\n' })).toHaveLength(4)
    const long = `Nouns, invariants\nTables: none\nEvents: none\n${'line\n'.repeat(40)}`
    expect(found({ 'contracts/README.md': long })).toEqual(['contracts/README.md 43 lines; at most 40'])
  })
})

describe('docstrings', () => {
  test.each([
    ['export function reply(): void {}', 1],
    ['// why\nexport async function reply(): Promise<void> {}', 1],
    ['/** */\nexport const reply = (): void => {}', 1],
    ['/** Replies. */\nexport const reply = (): void => {}', 0],
    ['/** Replies. */\nexport function reply(a: 1): void\nexport function reply(): void {}', 0],
    ['export const limit = 3\nfunction inner(): void {}', 0],
  ])('%j: %i without', (text, count) => {
    expect(checkDocstrings(plant({ 'server/app/x.ts': text }))).toHaveLength(count)
  })
})
