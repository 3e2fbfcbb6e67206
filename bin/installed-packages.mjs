/**
 * Names what keeps an installed tree from matching the lockfile; an empty list means that npm has nothing to do.
 * Both arguments are parsed lockfiles (`package-lock.json` and npm's own `node_modules/.package-lock.json`, which
 * npm writes last, so an install that was cut short has none). `dev` says whether development packages must be there;
 * when they are, they must match as well. Packages made for another system are not missed.
 */
export function packagesOutOfStep(wanted, installed, { dev, os = process.platform, cpu = process.arch }) {
  if (!wanted?.packages || !installed?.packages) return ['node_modules']
  const direct = wanted.packages['']?.optionalDependencies ?? {}
  const missing = []
  for (const [path, pack] of Object.entries(wanted.packages)) {
    if (path === '' || pack.link) continue
    const found = installed.packages[path]
    if (found ? !samePackage(pack, found) : isNeeded(path, pack, { dev, os, cpu, direct })) missing.push(path)
  }
  const strangers = Object.keys(installed.packages).filter((path) => path !== '' && !wanted.packages[path])
  return [...missing, ...strangers]
}

/** Tells whether development packages are in an installed tree, so that a new install keeps them. */
export function hasDevelopmentPackages(installed) {
  return Object.values(installed?.packages ?? {}).some((pack) => pack.dev === true)
}

function samePackage(wanted, found) {
  return wanted.version === found.version && wanted.integrity === found.integrity
}

// npm leaves out an optional package that fails to install. Only our own optional packages (the Node and PostgreSQL
// binaries) are asked for again; those of others (musl, wasm and fsevents builds) may rightly be absent.
function isNeeded(path, pack, { dev, os, cpu, direct }) {
  if ((pack.dev || pack.devOptional) && !dev) return false
  if (pack.devOptional || pack.peer) return false
  if (!fits(pack.os, os) || !fits(pack.cpu, cpu)) return false
  return !pack.optional || path.replace('node_modules/', '') in direct
}

function fits(allowed, value) {
  return !allowed || allowed.includes(value)
}
