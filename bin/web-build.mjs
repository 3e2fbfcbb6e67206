import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isWritable, root, showProgress } from './bootstrap.mjs'

const WEB = join(root, 'web')
const DIST = join(WEB, 'dist')
/** In the built folder: the hash of the sources that it was made from. */
const STAMP = 'sources.sha256'
/** What a build is made from. */
const SOURCES = ['web', 'contracts', 'package-lock.json']

/**
 * Builds the web app into `web/dist` when its sources are others than those of the last build; otherwise only reads
 * them, which takes some milliseconds. Answers whether a built app is there. A build that fails is told and leaves the
 * old one in place: the desk runs without a web app rather than not at all.
 */
export async function ensureWebBuild(node) {
  const wanted = sourcesHash()
  if (builtHash() === wanted) return true
  if (!isWritable(WEB)) {
    console.error(
      `The web app cannot be built: ${WEB} is not writable. Run "npm start" there once as its owner.`,
    )
    return existsSync(DIST)
  }
  const stopProgress = showProgress('Building the web app')
  const { code, output } = await build(node, wanted)
  stopProgress(code === 0)
  if (code !== 0) console.error(`\n${output.trim()}\n`)
  return existsSync(DIST)
}

/** The hash of all sources of the web app: names and content, in the order of their names. Tests are left out. */
export function sourcesHash() {
  const hash = createHash('sha256')
  for (const source of SOURCES) addTo(hash, source)
  return hash.digest('hex')
}

function addTo(hash, path) {
  if (/\.test\.tsx?$/.test(path)) return
  const full = join(root, path)
  const entries = listOf(full)
  if (entries === undefined) {
    hash.update(`${path}\0`).update(readFileSync(full)).update('\0')
    return
  }
  for (const name of entries.sort()) {
    if (path === 'web' && (name === 'dist' || name.startsWith('.dist-'))) continue
    addTo(hash, `${path}/${name}`)
  }
}

function listOf(path) {
  try {
    return readdirSync(path)
  } catch (error) {
    if (error.code === 'ENOTDIR') return undefined
    throw error
  }
}

function builtHash() {
  const stamp = join(DIST, STAMP)
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined
}

/** Builds beside the old one and changes places at the end, so that a build cut short leaves nothing half made. */
async function build(node, wanted) {
  const fresh = join(WEB, `.dist-${process.pid}`)
  const old = `${fresh}-old`
  try {
    const done = await runVite(node, fresh)
    if (done.code !== 0) return done
    mkdirSync(fresh, { recursive: true })
    writeFileSync(join(fresh, STAMP), wanted)
    if (existsSync(DIST)) renameSync(DIST, old)
    renameSync(fresh, DIST)
    return done
  } finally {
    rmSync(fresh, { recursive: true, force: true })
    rmSync(old, { recursive: true, force: true })
  }
}

function runVite(node, folder) {
  const args = ['node_modules/vite/bin/vite.js', 'build', 'web', '--outDir', folder, '--logLevel', 'warn']
  const env = { ...process.env, NODE_ENV: 'production' }
  return new Promise((resolve) => {
    const child = spawn(node, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', (error) => resolve({ code: 1, output: error.message }))
    child.once('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
