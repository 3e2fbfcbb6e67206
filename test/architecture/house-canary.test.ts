import { describe, expect, test } from 'vitest'
import { checkDocstrings, checkModuleDoors } from './check-docs.ts'
import { checkSkips, checkSleeps, checkStopwatches, checkSuppressions } from './check-escapes.ts'
import { checkNames, checkSizes } from './check-files.ts'
import { plant, plantedMap, plantOnly } from './planted-tree.ts'
import type { Tree, Violation } from './tree.ts'

const checks: Record<string, (tree: Tree) => Violation[]> = {
  sizes: checkSizes,
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
    const tree = plant({ 'bench/long.ts': '\n'.repeat(401), 'bench/fits.ts': '\n'.repeat(400) })
    expect(checkSizes(tree).map(({ at }) => at)).toEqual(['bench/long.ts'])
  })

  test('a median of 90 lines', () => {
    const found = checkSizes(plantOnly({ 'contracts/a.ts': '\n'.repeat(90), 'bench/b.ts': '\n' }))
    expect(found).toMatchObject([{ at: '.', rule: 'size' }])
  })

  test('no code at all', () => expect(checkSizes(plantOnly({}))).toMatchObject([{ rule: 'blind' }]))
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
