import { createHash, randomBytes } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CREDENTIALS_FILE } from './credentials.ts'

/**
 * Copies PostgreSQL's programs to where every user may run them and returns the folder, or undefined where nothing can
 * be written. The name follows the programs, so that an update copies anew; a rename makes the copy whole or absent.
 */
export function copyPrograms(nativeFolder: string, copyRoot: string): string | undefined {
  const { size, mtimeMs } = statSync(join(nativeFolder, 'bin', 'postgres'))
  const name = `native-${shortHash(`${realpathSync(nativeFolder)} ${size} ${mtimeMs}`)}`
  const target = join(copyRoot, name)
  if (existsSync(target)) return join(target, 'native')
  const temporary = join(copyRoot, `.${name}-${randomBytes(4).toString('hex')}`)
  try {
    mkdirSync(temporary, { recursive: true, mode: 0o755 })
    cpSync(nativeFolder, join(temporary, 'native'), { recursive: true, verbatimSymlinks: true })
    renameSync(temporary, target)
  } catch {
    rmSync(temporary, { recursive: true, force: true })
  }
  return existsSync(target) ? join(target, 'native') : undefined
}

/**
 * Makes the home of a data folder that only root may enter, and moves a cluster there that was made in the data folder.
 * A cluster whose data folder was deleted and made anew is set aside, not taken over and not removed. Returns
 * undefined where nothing can be written.
 */
export function copyHome(dataDir: string, copyRoot: string): string | undefined {
  const home = join(copyRoot, `data-${shortHash(realpathSync(dataDir))}`)
  const cluster = join(home, 'postgres')
  const inPlace = join(dataDir, 'postgres')
  try {
    mkdirSync(home, { recursive: true, mode: 0o711 })
    if (existsSync(cluster) && !existsSync(join(dataDir, CREDENTIALS_FILE))) {
      renameSync(cluster, `${cluster}.orphan-${Date.now()}`)
    }
    if (existsSync(inPlace) && !existsSync(cluster)) moveCluster(inPlace, cluster)
    return home
  } catch {
    return undefined
  }
}

function moveCluster(from: string, to: string): void {
  const temporary = join(dirname(to), '.postgres-moving')
  rmSync(temporary, { recursive: true, force: true })
  cpSync(from, temporary, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
  renameSync(temporary, to)
  rmSync(from, { recursive: true })
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
