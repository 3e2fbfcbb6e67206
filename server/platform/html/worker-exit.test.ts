import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

test('a process that sanitised exits by itself, without closing the workers', () => {
  const index = new URL('./index.ts', import.meta.url).href
  const script = `
    const { sanitizeHtml } = await import(${JSON.stringify(index)})
    console.log((await sanitizeHtml('<b onclick=x>kept</b>')).html)`
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  expect({ stdout: run.stdout, status: run.status, signal: run.signal }).toEqual({
    stdout: '<b>kept</b>\n',
    status: 0,
    signal: null,
  })
})
