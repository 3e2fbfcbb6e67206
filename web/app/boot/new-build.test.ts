import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { buildOf } from './new-build.ts'

test('the build of a page is the script that it begins with, as sent and as the browser writes it', () => {
  const [sent, written] = ['crossorigin', 'crossorigin=""'].map((how) =>
    buildOf(`<html><head><script type="module" ${how} src="/assets/index-D8s_1f.js"></script></head></html>`),
  )
  expect([sent, written]).toEqual(['/assets/index-D8s_1f.js', '/assets/index-D8s_1f.js'])
})

test('a page that is not built is of no build', () => {
  expect(buildOf(readFileSync(new URL('../../index.html', import.meta.url), 'utf8'))).toBe(undefined)
  expect(buildOf('<h1>Bad gateway</h1>')).toBe(undefined)
})
