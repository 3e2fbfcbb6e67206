import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import {
  bootstrapRoles,
  MigrationError,
  migrate,
  read,
  readMigrations,
  registry,
  sql,
  sqlState,
} from '../../server/platform/db/index.ts'
import '../harness/test-ground.ts'
import { type DeskProcess, startDeskProcess } from './desk-process.ts'
import { type InProcessDesk, openInProcessDesk, urlsOf } from './in-process-desk.ts'
import { ask } from './trial-server.ts'

const PASSWORD = 'trial'
const made: { database: string; roles: string[] }[] = []

/** An empty database of a plain role that owns it and may make no role; `appUrl` is another plain role's. */
async function emptyDatabase() {
  const { admin } = inject('ground')
  const database = `plain_${randomBytes(5).toString('hex')}`
  const roles = [`${database}_owner`, `${database}_plain`]
  made.push({ database, roles })
  for (const role of roles)
    await ask(admin, `CREATE ROLE ${role} LOGIN PASSWORD '${PASSWORD}' NOSUPERUSER NOCREATEROLE NOBYPASSRLS`)
  await ask(admin, `CREATE DATABASE ${database} OWNER ${roles[0]}`)
  await ask(admin, `GRANT CONNECT ON DATABASE ${database} TO ${roles[1]}`)
  const url = (role = '') =>
    admin
      .replace(/^(postgres(?:ql)?:\/\/)([^@/]*@)?/, `$1${role}:${PASSWORD}@`)
      .replace(/\/([^/?]+)(\?|$)/, `/${database}$2`)
  return { database, ownerUrl: url(roles[0]), appUrl: url(roles[1]) }
}

afterAll(async () => {
  const { admin } = inject('ground')
  for (const { database, roles } of made) {
    await ask(admin, `DROP DATABASE ${database} WITH (FORCE)`)
    for (const role of roles) await ask(admin, `DROP ROLE ${role}`)
  }
})

/** What must hold on every kind of database. */
async function smokes(desk: InProcessDesk): Promise<void> {
  const ours = await desk.newTenant('ours')
  const theirs = await desk.newTenant('theirs')
  const filed = await desk.request('POST', '/tickets', ours.apiKey, { subject: 'A ticket', body: 'Help!' })
  expect(filed.status).toBe(201)
  const path = `/tickets/${filed.body.id}`
  expect((await desk.request('POST', `${path}/replies`, ours.apiKey, { body: 'More.' })).status).toBe(201)
  const list = (key: string) => desk.request<{ items: { id: string }[] }>('GET', '/tickets', key)
  expect((await list(ours.apiKey)).body.items.map((ticket) => ticket.id)).toEqual([filed.body.id])
  expect((await desk.request('GET', path, ours.apiKey)).body).toMatchObject({ subject: 'A ticket' })
  expect((await list(theirs.apiKey)).body.items).toEqual([])
  expect((await desk.request('GET', path, theirs.apiKey)).status).toBe(404)
  const foreign = read(desk.db, { tenantId: theirs.tenantId, actorId: null }, (tx) =>
    tx.rows(sql`SELECT 1 FROM app.ticket WHERE tenant_id = ${ours.tenantId}`),
  )
  expect(await foreign).toEqual([])
  // What is removed by functions that run as the tables' owner is one tenant's alone.
  const sample = (method: 'GET' | 'POST' | 'DELETE', key: string) => desk.request(method, '/sample-desk', key)
  for (const { apiKey } of [ours, theirs]) expect((await sample('POST', apiKey)).status).toBe(201)
  expect((await sample('DELETE', ours.apiKey)).status).toBe(200)
  expect((await list(ours.apiKey)).body.items.map((ticket) => ticket.id)).toEqual([filed.body.id])
  expect((await sample('GET', theirs.apiKey)).body).toMatchObject({ loaded: true, tickets: 40 })
}

const refused = (error: unknown) => sqlState(error) === '42501'

describe('one plain role that owns its database', () => {
  let desk: InProcessDesk
  let ownerUrl: string

  beforeAll(async () => {
    ownerUrl = (await emptyDatabase()).ownerUrl
    desk = await openInProcessDesk(urlsOf(ownerUrl, ownerUrl))
  })
  afterAll(() => desk?.stop())

  it('serves a desk whose tenants see nothing of each other', async () => {
    expect(desk.roles.mode).toBe('single')
    await smokes(desk)
  })

  it('is bound by the policies of every table that has one, also after a second start', async () => {
    expect(await migrate(ownerUrl, desk.roles, () => {})).toBe(0)
    const tables = await ask<{ forced: boolean }>(
      ownerUrl,
      `SELECT relforcerowsecurity AS forced FROM pg_class WHERE relnamespace = 'app'::regnamespace AND relrowsecurity`,
    )
    expect(tables.length).toBeGreaterThan(5)
    expect(tables.filter(({ forced }) => !forced)).toEqual([])
    for (const table of ['app.ticket', 'app.event', 'app.message'])
      await expect(ask(ownerUrl, `SELECT 1 FROM ${table}`)).rejects.toSatisfy(refused)
  })

  it('cannot change or remove a fact', async () => {
    for (const change of [`UPDATE app.event SET type = 'x'`, 'DELETE FROM app.event', 'TRUNCATE app.event']) {
      const [tenant] = await registry<{ id: string }>(desk.db, sql`SELECT id FROM app.tenant LIMIT 1`)
      const asTenant = `SET app.tenant_id = '${tenant?.id}'; ${change}`
      await expect(ask(ownerUrl, asTenant)).rejects.toThrow('append-only')
    }
  })

  it('is lifted from its policies by a migration only while that runs', async () => {
    const last = readMigrations().length
    const text = `-- module: db; kind: expand; breaking: no\nUPDATE app.ticket SET subject = subject || '!';`
    const next = { id: last + 1, name: 'trial', module: 'db', breaking: false, text, checksum: 'trial' }
    expect(await migrate(ownerUrl, desk.roles, () => {}, [...readMigrations(), next])).toBe(1)
    await expect(ask(ownerUrl, 'SELECT 1 FROM app.ticket')).rejects.toSatisfy(refused)
    const [tenant] = await registry<{ id: string }>(
      desk.db,
      sql`SELECT id FROM app.tenant ORDER BY created_at LIMIT 1`,
    )
    const rows = await ask(
      ownerUrl,
      `SELECT subject FROM app.ticket WHERE tenant_id = '${tenant?.id}'`,
    ).catch(() => [])
    expect(rows).toEqual([])
    const seen = await read(desk.db, { tenantId: tenant?.id ?? '', actorId: null }, (tx) =>
      tx.rows(sql`SELECT subject FROM app.ticket`),
    )
    expect(seen).toEqual([{ subject: 'A ticket!' }])
  })
})

describe('an owner and a plain app role', () => {
  it('serve a desk whose app role owns nothing', async () => {
    const { ownerUrl, appUrl } = await emptyDatabase()
    const desk = await openInProcessDesk(urlsOf(appUrl, ownerUrl))
    try {
      expect(desk.roles).toMatchObject({ mode: 'roles', setRole: false })
      await smokes(desk)
      const [owned] = await ask<{ count: number }>(
        ownerUrl,
        `SELECT count(*)::int AS count FROM pg_class WHERE relowner = '${desk.roles.appRole}'::regrole`,
      )
      expect(owned?.count).toBe(0)
      await expect(ask(appUrl, 'CREATE TABLE app.own (id integer)')).rejects.toSatisfy(refused)
    } finally {
      await desk.stop()
    }
  })
})

describe('migrations', () => {
  const desks: DeskProcess[] = []
  afterEach(async () => {
    for (const desk of desks.splice(0)) await desk.kill()
  })

  it('of a newer Docket that older code cannot use are refused by name, and those that it can are not', async () => {
    const { ownerUrl } = await emptyDatabase()
    const roles = await bootstrapRoles(urlsOf(ownerUrl, ownerUrl))
    const known = readMigrations()
    const newer = (breaking: boolean, by: number) => ({
      id: known.length + by,
      name: `${known.length + by}_newer`,
      module: 'db',
      breaking,
      text: `-- module: db; kind: expand; breaking: no\nSELECT 1;`,
      checksum: `newer ${by}`,
    })
    const run = (migrations: Parameters<typeof migrate>[3]) => migrate(ownerUrl, roles, () => {}, migrations)
    await run([...known, newer(false, 1)])
    expect(await run(known)).toBe(0)
    await run([...known, newer(false, 1), newer(true, 2)])
    await expect(run(known)).rejects.toThrow(MigrationError)
    await expect(run(known)).rejects.toThrow(`${known.length + 2}_newer`)
  })

  it('that were changed after they ran are refused by name', async () => {
    const { ownerUrl } = await emptyDatabase()
    const roles = await bootstrapRoles(urlsOf(ownerUrl, ownerUrl))
    await migrate(ownerUrl, roles, () => {})
    const changed = readMigrations().map((one) => (one.id === 2 ? { ...one, checksum: 'changed' } : one))
    await expect(migrate(ownerUrl, roles, () => {}, changed)).rejects.toThrow(/0002_\w+ was changed/)
  })

  it('that fail leave nothing of themselves', async () => {
    const { ownerUrl } = await emptyDatabase()
    const roles = await bootstrapRoles(urlsOf(ownerUrl, ownerUrl))
    const known = readMigrations()
    const text = `-- module: db; kind: expand; breaking: no\nCREATE TABLE app.half (id integer); SELECT 1 / 0;`
    const bad = { id: known.length + 1, name: 'bad', module: 'db', breaking: false, text, checksum: 'bad' }
    await expect(migrate(ownerUrl, roles, () => {}, [...known, bad])).rejects.toThrow('division by zero')
    expect(await ask(ownerUrl, `SELECT to_regclass('app.half') AS half`)).toEqual([{ half: null }])
    expect(await migrate(ownerUrl, roles, () => {})).toBe(0)
  })

  it('are run once when processes start at the same time', async () => {
    const { ownerUrl, appUrl } = await emptyDatabase()
    const env = { DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl, SETUP_TOKEN: 'trial-setup-token-0001' }
    const started = await Promise.allSettled(
      (['web', 'web', 'worker'] as const).map((ROLE) => startDeskProcess({ ...env, ROLE })),
    )
    for (const one of started) if (one.status === 'fulfilled') desks.push(one.value)
    expect(started.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
    const migrating = desks.flatMap((desk) => desk.output().match(/migrating: \S+/g) ?? [])
    expect(migrating).toEqual(readMigrations().map(({ name }) => `migrating: ${name}`))
  })
})
