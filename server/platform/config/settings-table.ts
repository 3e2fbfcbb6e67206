/** One setting as people see it: the README's table and every refusal are made from these rows. */
export type SettingRow = {
  readonly name: SettingName
  /** What holds when the variable is unset or empty; null when then nothing is set. */
  readonly default: string | null
  readonly allowed: string
  readonly purpose: string
  /** How a value may be shown in a message or a log. */
  readonly secrecy: 'public' | 'password-in-url' | 'secret'
}

export type SettingName = (typeof SETTING_NAMES)[number]

const SETTING_NAMES = [
  'PORT',
  'HOST',
  'DATA_DIR',
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'DATABASE_DIRECT_URL',
  'ROLE',
  'LOG_LEVEL',
  'SETUP_TOKEN',
  'PUBLIC_URL',
  'TRUSTED_PROXY_CIDRS',
  'SMTP_URL',
  'REDIS_URL',
] as const

export const ROLES = ['all', 'web', 'worker'] as const
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

const DATABASE_URL_FORM = 'a postgres:// or postgresql:// URL with a database name'

const ROWS: Record<SettingName, Omit<SettingRow, 'name'>> = {
  PORT: {
    default: '3000',
    allowed: 'a whole number from 0 to 65535; 0 takes any free port',
    purpose: 'The port of the web server.',
    secrecy: 'public',
  },
  HOST: {
    default: '127.0.0.1',
    allowed: 'an IP address or a host name, without a scheme or a port',
    purpose: 'The address to listen on; 0.0.0.0 for every interface.',
    secrecy: 'public',
  },
  DATA_DIR: {
    default: './data',
    allowed: 'a folder; a relative path starts at the current folder, the default at the project',
    purpose: 'Where the embedded database and the files are kept.',
    secrecy: 'public',
  },
  DATABASE_URL: {
    default: null,
    allowed: DATABASE_URL_FORM,
    purpose: 'An external PostgreSQL (15 or newer). Without it Docket runs its own in DATA_DIR.',
    secrecy: 'password-in-url',
  },
  DATABASE_OWNER_URL: {
    default: null,
    allowed: `${DATABASE_URL_FORM}; only together with DATABASE_URL`,
    purpose: 'The user that owns the tables, for migrations and jobs, where DATABASE_URL is a lesser one.',
    secrecy: 'password-in-url',
  },
  DATABASE_DIRECT_URL: {
    default: null,
    allowed: `${DATABASE_URL_FORM}; only together with DATABASE_URL`,
    purpose: 'A way around a transaction pooler such as PgBouncer, for notifications, jobs and migrations.',
    secrecy: 'password-in-url',
  },
  ROLE: {
    default: 'all',
    allowed: `${ROLES.join(', ')}; web and worker only together with DATABASE_URL`,
    purpose: 'What this process does: answer requests, run jobs, or both.',
    secrecy: 'public',
  },
  LOG_LEVEL: {
    default: 'info',
    allowed: LOG_LEVELS.join(', '),
    purpose: 'The least important line that is still logged.',
    secrecy: 'public',
  },
  SETUP_TOKEN: {
    default: null,
    allowed: '16 to 128 printable ASCII characters, no spaces',
    purpose: 'Presets the one-time token of the first set-up; otherwise one is made and printed.',
    secrecy: 'secret',
  },
  PUBLIC_URL: {
    default: null,
    allowed: 'an http:// or https:// URL of a host, without a path, a query or a user',
    purpose: 'The address people use, when a proxy stands in front.',
    secrecy: 'public',
  },
  TRUSTED_PROXY_CIDRS: {
    default: null,
    allowed: 'IP addresses or networks such as 10.0.0.0/8, separated by commas',
    purpose: 'The proxies whose X-Forwarded-* headers are believed.',
    secrecy: 'public',
  },
  SMTP_URL: {
    default: null,
    allowed: 'an smtp:// or smtps:// URL of a host, with a user and password where it asks for them',
    purpose: 'The server that mail leaves by. Without it mail is kept in the local inbox.',
    secrecy: 'password-in-url',
  },
  REDIS_URL: {
    default: null,
    allowed: 'a redis:// or rediss:// URL',
    purpose:
      'Carries hints between several web processes; without it PostgreSQL does. Nothing is kept in it.',
    secrecy: 'password-in-url',
  },
}

/** Every setting there is, in the order in which they are documented. */
export const SETTINGS: readonly SettingRow[] = SETTING_NAMES.map((name) => ({ name, ...ROWS[name] }))

/** Finds the row of a setting. */
export function settingRow(name: SettingName): SettingRow {
  return { name, ...ROWS[name] }
}

/** The settings as a Markdown table, exactly as the README must show it. */
export function settingsMarkdown(): string {
  const rows = SETTINGS.map((row) => {
    const fallback = row.default === null ? '(none)' : `\`${row.default}\``
    return `| \`${row.name}\` | ${fallback} | ${row.allowed} | ${row.purpose} |`
  })
  return ['| setting | default | allowed | what for |', '| --- | --- | --- | --- |', ...rows].join('\n')
}
