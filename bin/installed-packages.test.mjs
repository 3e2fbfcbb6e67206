import { describe, expect, test } from 'vitest'
import { hasDevelopmentPackages, packagesOutOfStep } from './installed-packages.mjs'

const lock = (packages) => ({ packages: { '': { optionalDependencies: { runtime: '1' } }, ...packages } })
const pack = (more = {}) => ({ version: '1.0.0', integrity: 'sha512-a', ...more })
const linux = { dev: false, os: 'linux', cpu: 'x64' }

describe('packages out of step with the lockfile', () => {
  test('a tree that npm never finished counts as wholly missing', () => {
    expect(packagesOutOfStep(lock({}), undefined, linux)).toEqual(['node_modules'])
  })

  test('the same versions and checksums need no install', () => {
    const tree = lock({ 'node_modules/a': pack() })
    expect(packagesOutOfStep(tree, tree, linux)).toEqual([])
  })

  test('another version or another checksum is found', () => {
    const wanted = lock({ 'node_modules/a': pack(), 'node_modules/b': pack() })
    const found = lock({
      'node_modules/a': pack({ version: '1.0.1' }),
      'node_modules/b': pack({ integrity: 'x' }),
    })
    expect(packagesOutOfStep(wanted, found, linux)).toEqual(['node_modules/a', 'node_modules/b'])
  })

  test('a package that left the lockfile is found', () => {
    expect(packagesOutOfStep(lock({}), lock({ 'node_modules/old': pack() }), linux)).toEqual([
      'node_modules/old',
    ])
  })

  test('development packages are wanted only when asked for, but must match when present', () => {
    const wanted = lock({ 'node_modules/d': pack({ dev: true }) })
    expect(packagesOutOfStep(wanted, lock({}), linux)).toEqual([])
    expect(packagesOutOfStep(wanted, lock({}), { ...linux, dev: true })).toEqual(['node_modules/d'])
    const other = lock({ 'node_modules/d': pack({ dev: true, version: '2.0.0' }) })
    expect(packagesOutOfStep(wanted, other, linux)).toEqual(['node_modules/d'])
    expect(hasDevelopmentPackages(other)).toBe(true)
    expect(hasDevelopmentPackages(lock({ 'node_modules/a': pack() }))).toBe(false)
  })

  test('our own optional binaries are wanted on the system they are made for, and nowhere else', () => {
    const wanted = lock({
      'node_modules/runtime': pack({ optional: true, os: ['linux'], cpu: ['x64'] }),
      'node_modules/foreign': pack({ optional: true, os: ['linux'], cpu: ['x64'], libc: ['musl'] }),
    })
    expect(packagesOutOfStep(wanted, lock({}), linux)).toEqual(['node_modules/runtime'])
    expect(packagesOutOfStep(wanted, lock({}), { ...linux, cpu: 'arm64' })).toEqual([])
  })
})
