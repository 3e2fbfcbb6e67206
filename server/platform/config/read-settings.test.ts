import { sep } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readSettings } from './read-settings.ts'
import { SettingsError } from './settings-error.ts'
import { SETTINGS, settingsMarkdown } from './settings-table.ts'

const DATABASE_URL = 'postgres://desk:pw@db.example.org/desk'

function refusal(env: NodeJS.ProcessEnv): SettingsError {
  try {
    readSettings(env)
  } catch (error) {
    if (error instanceof SettingsError) return error
    throw error
  }
  throw new Error('the settings were accepted')
}

const refusedNames = (env: NodeJS.ProcessEnv) => refusal(env).problems.map((problem) => problem.name)

describe('settings', () => {
  test('an empty environment gives the documented defaults', () => {
    const { dataDir, ...rest } = readSettings({})
    expect(rest).toEqual({
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: undefined,
      databaseOwnerUrl: undefined,
      databaseDirectUrl: undefined,
      role: 'all',
      logLevel: 'info',
      setupToken: undefined,
      publicUrl: undefined,
      smtpUrl: undefined,
      redisUrl: undefined,
      trustedProxyCidrs: [],
    })
    expect(dataDir.endsWith(`${sep}data`)).toBe(true)
  })

  test('an empty variable is an unset one', () => {
    const empty = Object.fromEntries(SETTINGS.map((row) => [row.name, '']))
    expect(readSettings(empty)).toEqual(readSettings({}))
  })

  test('every setting is taken over', () => {
    const settings = readSettings({
      PORT: '0',
      HOST: '::',
      DATA_DIR: '/srv/desk',
      DATABASE_URL,
      DATABASE_OWNER_URL: 'postgresql://owner@[::1]:5433/desk?sslmode=require',
      DATABASE_DIRECT_URL: 'postgres://desk:pw@/desk?host=/run/postgresql',
      ROLE: 'worker',
      LOG_LEVEL: 'debug',
      SETUP_TOKEN: 'x'.repeat(16),
      PUBLIC_URL: 'https://Desk.example.org/',
      TRUSTED_PROXY_CIDRS: '10.0.0.0/8, ::1,fd00::/8',
    })
    expect(settings).toMatchObject({ port: 0, host: '::', dataDir: '/srv/desk', role: 'worker' })
    expect(settings).toMatchObject({ logLevel: 'debug', publicUrl: 'https://desk.example.org' })
    expect(settings.trustedProxyCidrs).toEqual(['10.0.0.0/8', '::1', 'fd00::/8'])
    expect(settings.databaseDirectUrl).toContain('host=/run/postgresql')
  })

  test.each([
    ['PORT', ['-1', '65536', '3000.5', '0x10', ' 80', '1e3', 'http']],
    ['HOST', ['http://localhost', 'localhost:80', '999.1.1.1', 'a b', '-x', '[::1]']],
    ['DATA_DIR', ['a\0b']],
    ['DATABASE_URL', ['mysql://a/b', 'postgres://host', 'postgres://host/', 'host/db', 'postgres://a b/c']],
    ['LOG_LEVEL', ['INFO', 'verbose']],
    ['SETUP_TOKEN', ['x'.repeat(15), 'x'.repeat(129), `${'x'.repeat(15)} y`, 'ä'.repeat(20)]],
    [
      'PUBLIC_URL',
      ['desk.example.org', 'ftp://a', 'https://a/desk', 'https://a?x', 'https://u@a', 'https:a'],
    ],
    [
      'SMTP_URL',
      [
        'mail.example.org',
        'http://mail.example.org',
        'smtp://',
        'smtp://mail.example.org/inbox',
        'smtp://a b',
      ],
    ],
    ['REDIS_URL', ['redis', 'http://127.0.0.1', 'redis://', 'redis://127.0.0.1/one']],
    ['TRUSTED_PROXY_CIDRS', ['10.0.0.0/33', '::1/129', 'proxy', '10.0.0.0/8,', '1.2.3.4/8/9']],
  ])('a wrong %s is refused with its name and what is allowed', (name, values) => {
    for (const value of values) {
      const { problems } = refusal({ [name]: value })
      expect(problems.map((problem) => problem.name)).toEqual([name])
      expect(problems[0]?.allowed).toBe(SETTINGS.find((row) => row.name === name)?.allowed)
    }
  })

  test('all problems are listed at once, with their values', () => {
    const error = refusal({ PORT: 'eighty', ROLE: 'boss', DOCKET_PROT: '1' })
    expect(error.problems.map((problem) => problem.name)).toEqual(['DOCKET_PROT', 'PORT', 'ROLE'])
    expect(error.message).toContain('PORT=eighty')
  })

  test('web and worker alone, and the helper URLs, need DATABASE_URL', () => {
    expect(refusedNames({ ROLE: 'web' })).toEqual(['ROLE'])
    expect(refusedNames({ ROLE: 'worker', DATABASE_OWNER_URL: DATABASE_URL })).toEqual([
      'ROLE',
      'DATABASE_OWNER_URL',
    ])
    expect(refusedNames({ DATABASE_DIRECT_URL: DATABASE_URL })).toEqual(['DATABASE_DIRECT_URL'])
    expect(readSettings({ ROLE: 'web', DATABASE_URL }).role).toBe('web')
  })

  test('an unknown DOCKET_ name is refused with the name that was likely meant', () => {
    expect(refusal({ DOCKET_DATABSE_URL: 'x' }).message).toContain('did you mean DATABASE_URL?')
    expect(refusal({ DOCKET_PORT: '1' }).message).toContain('did you mean PORT?')
    expect(refusal({ DOCKET_WHATEVER: '1' }).message).toContain('settings have no prefix')
    expect(readSettings({ SOMETHING_ELSE: '1', PROT: '2' }).port).toBe(3000)
  })

  test('no secret is ever shown, however the value is mistyped', () => {
    expect(refusal({ SETUP_TOKEN: 'hunter2' }).message).not.toContain('hunter2')
    expect(refusal({ DOCKET_SETUP_TOKEN: 'hunter2-hunter2-hunter2' }).message).not.toContain('hunter2')
    const shapes = [
      (secret: string) => `mysql://desk:${secret}@db/desk`,
      (secret: string) => `postgres://desk:${secret}@db`,
      (secret: string) => `postgres//desk:${secret}@db/desk`,
      (secret: string) => `mysql://db/desk?password=${secret}`,
    ]
    const secrets = fc.stringMatching(/^[A-Za-z0-9@:/?#&=%. ]{0,8}S3CR3T[A-Za-z0-9@:/?#&=%. ]{0,8}$/)
    fc.assert(
      fc.property(fc.constantFrom(...shapes), secrets, (shape, secret) => {
        try {
          readSettings({ DATABASE_URL: shape(secret) })
        } catch (error) {
          expect(String(error)).not.toContain('S3CR3T')
        }
      }),
      { numRuns: 500 },
    )
  })

  test('any environment is either read or refused, never a crash', () => {
    const names = fc.constantFrom(...SETTINGS.map((row) => row.name), 'DOCKET_X')
    fc.assert(
      fc.property(fc.dictionary(names, fc.string({ unit: 'binary' })), (env) => {
        try {
          readSettings(env)
        } catch (error) {
          expect(error).toBeInstanceOf(SettingsError)
        }
      }),
    )
  })

  test('the table for the README has a row for every setting', () => {
    const table = settingsMarkdown()
    for (const row of SETTINGS) expect(table).toContain(`| \`${row.name}\` |`)
    expect(table.split('\n')).toHaveLength(SETTINGS.length + 2)
  })
})
