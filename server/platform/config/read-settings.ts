import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { maskedValue } from './masked-value.ts'
import { nearestName } from './nearest-name.ts'
import {
  isCidr,
  isDatabaseUrl,
  isHost,
  isPort,
  isPublicUrl,
  isRedisUrl,
  isSetupToken,
  isSmtpUrl,
} from './setting-formats.ts'
import { type SettingProblem, SettingsError } from './settings-error.ts'
import { LOG_LEVELS, ROLES, SETTINGS, type SettingName, settingRow } from './settings-table.ts'

export type Role = (typeof ROLES)[number]
export type LogLevel = (typeof LOG_LEVELS)[number]

/** What a process was told by its environment; undefined means not set. */
export type Settings = {
  /** 0 means any free port. */
  readonly port: number
  readonly host: string
  /** Absolute. */
  readonly dataDir: string
  readonly databaseUrl: string | undefined
  readonly databaseOwnerUrl: string | undefined
  readonly databaseDirectUrl: string | undefined
  readonly role: Role
  readonly logLevel: LogLevel
  readonly setupToken: string | undefined
  /** An origin such as https://desk.example.org, without a slash at its end. */
  readonly publicUrl: string | undefined
  readonly trustedProxyCidrs: readonly string[]
  readonly smtpUrl: string | undefined
  readonly redisUrl: string | undefined
}

/**
 * Reads the settings from environment variables; an empty variable counts as unset. Throws a SettingsError that lists
 * every wrong value and every unknown DOCKET_* name at once, with secrets hidden.
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const problems: SettingProblem[] = unknownNames(env)
  const read = <T>(name: SettingName, parse: (value: string) => T | undefined): T | undefined => {
    const value = env[name] || settingRow(name).default
    if (value === null) return undefined
    const parsed = parse(value)
    if (parsed === undefined) problems.push(problem(name, value))
    return parsed
  }
  const when = (fits: (value: string) => boolean) => (value: string) => (fits(value) ? value : undefined)
  const oneOf = <T extends string>(allowed: readonly T[]) => {
    return (value: string) => allowed.find((item) => item === value)
  }

  const settings = {
    port: read('PORT', (value) => (isPort(value) ? Number(value) : undefined)) ?? 0,
    host: read('HOST', when(isHost)) ?? '',
    dataDir: read('DATA_DIR', () => dataDir(env)) ?? '',
    databaseUrl: read('DATABASE_URL', when(isDatabaseUrl)),
    databaseOwnerUrl: read('DATABASE_OWNER_URL', when(isDatabaseUrl)),
    databaseDirectUrl: read('DATABASE_DIRECT_URL', when(isDatabaseUrl)),
    role: read('ROLE', oneOf(ROLES)) ?? 'all',
    logLevel: read('LOG_LEVEL', oneOf(LOG_LEVELS)) ?? 'info',
    setupToken: read('SETUP_TOKEN', when(isSetupToken)),
    publicUrl: read('PUBLIC_URL', (value) => (isPublicUrl(value) ? new URL(value).origin : undefined)),
    trustedProxyCidrs: read('TRUSTED_PROXY_CIDRS', cidrs) ?? [],
    smtpUrl: read('SMTP_URL', when(isSmtpUrl)),
    redisUrl: read('REDIS_URL', when(isRedisUrl)),
  }
  problems.push(...withoutDatabase(env, settings.role))
  if (problems.length > 0) throw new SettingsError(problems)
  return settings
}

// The default belongs to the project, so that a command given in another folder does not start a second desk there.
function dataDir(env: NodeJS.ProcessEnv): string | undefined {
  if (!env.DATA_DIR) return join(fileURLToPath(new URL('../../..', import.meta.url)), 'data')
  return env.DATA_DIR.includes('\0') ? undefined : resolve(env.DATA_DIR)
}

function cidrs(value: string): string[] | undefined {
  const list = value.split(',').map((item) => item.trim())
  return list.every(isCidr) ? list : undefined
}

// The embedded server is this process's own: there is nothing for a second kind of process to connect to.
function withoutDatabase(env: NodeJS.ProcessEnv, role: Role): SettingProblem[] {
  if (env.DATABASE_URL) return []
  const problems: SettingProblem[] = []
  if (role !== 'all') {
    problems.push({ name: 'ROLE', value: role, allowed: 'all, as long as DATABASE_URL is not set' })
  }
  for (const name of ['DATABASE_OWNER_URL', 'DATABASE_DIRECT_URL'] as const) {
    const value = env[name]
    if (value && isDatabaseUrl(value)) problems.push(problem(name, value))
  }
  return problems
}

function unknownNames(env: NodeJS.ProcessEnv): SettingProblem[] {
  const names = SETTINGS.map((row) => row.name)
  return Object.keys(env)
    .filter((name) => name.startsWith('DOCKET_'))
    .sort()
    .map((name) => {
      const near = nearestName(name.slice('DOCKET_'.length), names)
      const hint = near ? `did you mean ${near}?` : `settings have no prefix: ${names.join(', ')}`
      return { name, value: maskedValue('secret', env[name] ?? ''), allowed: `no such setting; ${hint}` }
    })
}

function problem(name: SettingName, value: string): SettingProblem {
  const row = settingRow(name)
  return { name, value: maskedValue(row.secrecy, value), allowed: row.allowed }
}
