import { spawn, spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync, realpathSync } from 'node:fs'
import module from 'node:module'
import { constants as osConstants } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { hasDevelopmentPackages, packagesOutOfStep } from './installed-packages.mjs'

/** The project's folder, without a slash at its end. */
export const root = realpathSync(join(dirname(fileURLToPath(import.meta.url)), '..'))

/**
 * Makes the project runnable: installs what `package-lock.json` names when it is not there yet, and finds a Node that
 * runs TypeScript. Returns that Node's path. Prints a plain sentence and ends the process when it cannot.
 * All of it happens here, in the command itself, because npm's lifecycle scripts may be switched off.
 */
export async function bootstrap({ dev = false } = {}) {
  try {
    await installPackages(dev)
    return findRuntime()
  } catch (error) {
    console.error(`\nDocket cannot start: ${error.message}`)
    process.exit(1)
  }
}

/**
 * Runs one of the project's own TypeScript entries and lives as long as it does. When this process is already the
 * right Node the entry is loaded here, which saves the start of a second one (about 50 ms); otherwise a child gets the
 * terminal, the signals and the last word on the exit code.
 */
export async function runEntry(node, entry, args) {
  const file = join(root, entry)
  keepCompiledCode()
  if (realpathSync(process.execPath) === realpathSync(node)) {
    process.argv = [process.argv[0], file, ...args]
    await import(pathToFileURL(file).href)
    return
  }
  process.exitCode = await runNode(node, [file, ...args])
}

/**
 * Keeps compiled code from one start to the next, also for the Node processes that this one starts: about 0.3 s of CPU
 * less for each. Where it cannot be kept nothing is lost.
 */
export function keepCompiledCode() {
  const folder = join(root, 'node_modules', '.cache', 'compiled')
  process.env.NODE_COMPILE_CACHE ??= folder
  module.enableCompileCache?.(folder)
}

/** Runs Node with the terminal handed through and returns its exit code (128 + signal number when one ended it). */
export function runNode(node, args, { cwd = process.cwd(), env = process.env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(node, args, { stdio: 'inherit', cwd, env })
    const forward = (signal) => child.kill(signal)
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, forward)
    const finish = (code) => {
      for (const signal of signals) process.off(signal, forward)
      resolve(code)
    }
    child.once('error', (error) => {
      console.error(`Cannot run ${node}: ${error.message}`)
      finish(1)
    })
    child.once('exit', (code, signal) => finish(code ?? 128 + osConstants.signals[signal]))
  })
}

async function installPackages(dev) {
  const wanted = readJson(join(root, 'package-lock.json'))
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))
  if (packagesOutOfStep(wanted, installed, { dev }).length === 0) return
  if (!isWritable(root)) {
    throw new Error(
      `its packages are not installed and ${root} is not writable. Run "npm ci" there as its owner.`,
    )
  }
  const omit = dev || hasDevelopmentPackages(installed) ? [] : ['--omit=dev']
  const args = ['ci', ...omit, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const { code, output } = await runNpm(
    args,
    installed ? 'Updating packages' : 'Installing packages (first run)',
  )
  if (code !== 0) {
    throw new Error(
      `npm could not install its packages. It said:\n\n${firstLines(output)}\n\n` +
        'Check the network, the proxy and the free disk space, then run the same command again.',
    )
  }
}

// npm prints its whole manual behind some errors.
function firstLines(output) {
  return output.trim().split('\n').slice(0, 15).join('\n')
}

function runNpm(args, title) {
  const cli = process.env.npm_execpath ?? ''
  const [command, first] = basename(cli) === 'npm-cli.js' ? [process.execPath, [cli]] : ['npm', []]
  const stopProgress = showProgress(title)
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...npmCache() }
    const child = spawn(command, [...first, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', (error) => {
      stopProgress(false)
      reject(new Error(`npm cannot be run (${error.message}). Install npm, or run "npm ci" in ${root}.`))
    })
    child.once('close', (code) => {
      stopProgress(code === 0)
      resolve({ code, output })
    })
  })
}

// A system user such as nobody has no home folder, and npm fails when it cannot write its cache.
function npmCache() {
  const cache = process.env.npm_config_cache ?? join(process.env.HOME ?? '/nonexistent', '.npm')
  let nearest = cache
  while (!existsSync(nearest)) nearest = dirname(nearest)
  return isWritable(nearest) ? {} : { npm_config_cache: join(root, '.cache', 'npm') }
}

/** Says what is under way and for how long; the returned function ends it. */
export function showProgress(title) {
  const startedAt = Date.now()
  const seconds = () => Math.round((Date.now() - startedAt) / 1000)
  const live = process.stdout.isTTY
  process.stdout.write(live ? `${title} ...` : `${title} ...\n`)
  const line = () => (live ? `\r${title} ... ${seconds()} s` : `${title} ... ${seconds()} s\n`)
  const timer = setInterval(() => process.stdout.write(line()), live ? 1000 : 5000)
  return (done) => {
    clearInterval(timer)
    process.stdout.write(`${live ? '\r' : ''}${title}: ${done ? 'done' : 'failed'} after ${seconds()} s\n`)
  }
}

// A tree installed for another system (a shared folder, musl) has a Node that does not run: fall back to this one.
function findRuntime() {
  const shipped = join(root, 'node_modules', '.bin', 'node')
  if (existsSync(shipped)) {
    if (realpathSync(shipped) === realpathSync(process.execPath)) return shipped
    const { status, stdout } = spawnSync(shipped, ['-p', 'process.versions.node'], { encoding: 'utf8' })
    if (status === 0 && runsTypeScript(stdout.trim())) return shipped
  }
  if (runsTypeScript(process.versions.node)) return process.execPath
  throw new Error(
    `it needs Node 22.18 or newer on ${process.platform}-${process.arch}; this is Node ${process.versions.node}, and ` +
      'no packaged Node for this system is installed. Install Node 24 from https://nodejs.org and try again.',
  )
}

function runsTypeScript(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 18)
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** Whether this process may write there. */
export function isWritable(path) {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}
