import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { en } from '../locales/en.ts'
import { messagesPlugin } from './messages-plugin.ts'

const WEB = join(import.meta.dirname, '..')

test('every text that the requesters’ page can say is in its catalogue', () => {
  const said = saidBy(reachableFrom(join(WEB, 'portal', 'main.tsx')))
  const known = catalogue('portal-en')
  expect(said.length).toBeGreaterThan(50)
  expect(said.filter((key) => !known.has(key))).toEqual([])
})

test('every text that the app can say is there when it is said: from the start, or with its screen', () => {
  const main = join(WEB, 'app', 'main.tsx')
  const first = saidBy(reachableFrom(main, new Set(), /withTexts\(\(\) => import\('[^']+'\)/g))
  const known = catalogue('en')
  expect(first.length).toBeGreaterThan(200)
  expect(first.filter((key) => !known.has(key))).toEqual([])
  const all = saidBy(reachableFrom(main))
  const late = catalogue('late')
  expect(all.some((key) => late.has(key))).toBe(true)
  expect(all.filter((key) => !known.has(key) && !late.has(key))).toEqual([])
})

/** The texts that files name, in whatever way. */
function saidBy(files: Iterable<string>): string[] {
  return [...files].flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/'(\w+(?:\.\w+)+)'/g)]
      .map(([, key = '']) => key)
      .filter((key) => key in en),
  )
}

function catalogue(name: string): Set<string> {
  const { load } = messagesPlugin() as unknown as { load: (id: string) => string }
  const json = /JSON\.parse\((.*)\)$/.exec(load(`\0virtual:messages/${name}`))?.[1] ?? '""'
  return new Set(Object.keys(JSON.parse(JSON.parse(json))))
}

/** The files that a file imports, now or later, and those that they import; the texts themselves are none of them. */
function reachableFrom(file: string, seen = new Set<string>(), leftOut?: RegExp): Set<string> {
  if (seen.has(file) || !existsSync(file) || file.startsWith(join(WEB, 'locales'))) return seen
  seen.add(file)
  const text = readFileSync(file, 'utf8').replaceAll(/^import type .*$/gm, '')
  const followed = leftOut === undefined ? text : text.replaceAll(leftOut, '')
  for (const [, path = ''] of followed.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g))
    reachableFrom(resolve(dirname(file), path), seen, leftOut)
  return seen
}
