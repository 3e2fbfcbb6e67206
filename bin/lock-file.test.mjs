import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from './bootstrap.mjs'

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
const entries = Object.entries(packages).filter(([path]) => path !== '')

test('every package has a checksum, also those for other systems, which no install here would miss', () => {
  expect(entries.length).toBeGreaterThan(100)
  expect(
    entries.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? '')).map(([path]) => path),
  ).toEqual([])
})

/** The systems that the README names; WSL is Linux. */
const SYSTEMS = [
  { os: 'linux', cpu: 'x64', libc: 'glibc' },
  { os: 'linux', cpu: 'arm64', libc: 'glibc' },
  { os: 'darwin', cpu: 'arm64' },
]

describe.each(SYSTEMS)('on $os $cpu', (system) => {
  const fits = (allowed, value) => allowed === undefined || allowed.includes(value)
  // npm installs what names a libc on Linux alone.
  const isFor = ({ os, cpu, libc }) => fits(os, system.os) && fits(cpu, system.cpu) && fits(libc, system.libc)

  test('each package that is made for one system is there for this one', () => {
    const families = entries.flatMap(([path, { optionalDependencies = {} }]) => {
      const made = Object.keys(optionalDependencies).map((name) => [name, entryOf(path, name)])
      const native = made.filter(([, entry]) => entry?.cpu !== undefined)
      return native.length < 2 ? [] : [[path, native]]
    })
    expect(families.length).toBeGreaterThan(4)
    const without = families.filter(([, native]) => !native.some(([, entry]) => isFor(entry)))
    expect(without.map(([path]) => path)).toEqual([])
  })

  test('there is a PostgreSQL, and a Node for whoever has an old one', () => {
    const own = Object.keys(packages[''].optionalDependencies).filter((name) =>
      isFor(packages[`node_modules/${name}`]),
    )
    expect(own.map((name) => name.split(/[/-]/)[0]).sort()).toEqual(['@embedded', 'node'])
  })
})

/** Where Node would find it: beside the package, or above. */
function entryOf(path, name) {
  return packages[`${path}/node_modules/${name}`] ?? packages[`node_modules/${name}`]
}
