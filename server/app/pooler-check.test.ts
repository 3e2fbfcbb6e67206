import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { type DeskProcess, startDeskProcess } from '../../test/faults/desk-process.ts'
import { ask } from '../../test/faults/trial-server.ts'
import { until } from '../../test/faults/until.ts'
import { cloneDatabase, openStream } from '../../test/harness/index.ts'
import { hasPgBouncer, type Pooler, startPgBouncer } from '../../test/parts/pgbouncer.ts'
import { readSettings } from '../platform/config/index.ts'
import { withClient } from '../platform/db/index.ts'
import { doctor } from './doctor.ts'
import { sharesSessions } from './pooler-check.ts'

it('a server without a pooler gives each connection a session of its own', async () => {
  const database = await cloneDatabase()
  expect(await sharesSessions(database.urls.direct)).toBe(false)
  await database.drop()
})

describe.runIf(hasPgBouncer())('a desk behind PgBouncer', () => {
  const COMPLAINT =
    'fails  connections: a pooler in transaction mode stands before the database; set DATABASE_DIRECT_URL'
  const SETUP_TOKEN = 'pooler-setup-token-0001'
  const DATA_DIR = mkdtempSync(join(tmpdir(), 'docket-pooler-'))
  const desks: DeskProcess[] = []
  let place: Place
  let transactions: Pooler
  let sessions: Pooler
  beforeAll(async () => {
    place = await emptyDatabase()
    transactions = await startPgBouncer('transaction', [place.app, place.owner])
    sessions = await startPgBouncer('session', [place.app, place.owner])
  })
  afterEach(async () => {
    for (const desk of desks.splice(0)) await desk.kill()
  })
  afterAll(async () => {
    await transactions?.stop()
    await sessions?.stop()
    await place?.drop()
    rmSync(DATA_DIR, { recursive: true, force: true })
  })

  const around = () => ({
    DATABASE_URL: transactions.through(place.app),
    DATABASE_DIRECT_URL: place.app,
    DATABASE_OWNER_URL: place.owner,
  })
  const toldBy = async (env: Record<string, string>) => {
    const lines: string[] = []
    await doctor(readSettings({ ...env, DATA_DIR }), (line) => lines.push(line))
    return lines.filter((line) => line.includes('connections:'))
  }

  it('is found to share sessions in transaction mode, and not in session mode', async () => {
    expect(await sharesSessions(transactions.through(place.app))).toBe(true)
    expect(await sharesSessions(sessions.through(place.app))).toBe(false)
  })

  it('is found also where it hands out its sessions in turn', async () => {
    const pooler = await startPgBouncer('transaction', [place.app], { inTurn: true })
    try {
      const url = pooler.through(place.app)
      // So that it has three of them.
      const begin = (left: number): Promise<unknown> =>
        withClient(url, async (client) => {
          await client.query('BEGIN')
          if (left > 1) await begin(left - 1)
          await client.query('COMMIT')
        })
      await begin(3)
      expect(await sharesSessions(url)).toBe(true)
    } finally {
      await pooler.stop()
    }
  })

  it('is told by the doctor to set a direct address in transaction mode, and only there', async () => {
    const { DATABASE_DIRECT_URL: _, ...unaware } = around()
    expect(await toldBy(unaware)).toEqual([expect.stringContaining(COMPLAINT)])
    const fine = ['ok     connections: each has a session of its own']
    expect(await toldBy(around())).toEqual(fine)
    expect(await toldBy({ ...around(), ...{ DATABASE_URL: sessions.through(place.app) } })).toEqual(fine)
    const { app, owner } = place
    const inSessions = { DATABASE_URL: sessions.through(app), DATABASE_OWNER_URL: sessions.through(owner) }
    expect(await toldBy(inSessions)).toEqual(fine)
  })

  it('in transaction mode files tickets, answers them by its jobs, and is heard by the stream of another process', async () => {
    const start = async (ROLE: string) => {
      const desk = await startDeskProcess({ ...around(), ROLE, DATA_DIR, SETUP_TOKEN })
      desks.push(desk)
      return desk.url
    }
    const [web, worker] = [await start('web'), await start('all')]
    const { apiKey, team } = await call(web, '/setup', {
      token: SETUP_TOKEN,
      organisation: 'Example',
      owner: { name: 'Olga Owner', email: 'olga@example.org', password: 'correct horse battery' },
      team: { name: 'IT', prefix: 'IT' },
    })
    const stream = await openStream(worker, { topics: `team:${team.id}`, key: apiKey })
    expect(stream.status, stream.text()).toBe(200)
    const requester = { email: 'rita@example.com' }
    const { id } = await call(web, '/tickets', { subject: 'Printer', body: 'It hums', requester }, apiKey)
    const heard = await stream.frame(({ data }) => JSON.stringify(data).includes(id))
    stream.close()
    expect(heard.event).toBe('ticket.created')
    // A reader notices the ticket and makes the delivery, and a job sends it.
    const sent = await until('an acknowledgement that was sent', async () => {
      const { items } = await call(web, `/tickets/${id}/deliveries`, undefined, apiKey)
      return items.find((delivery: { state: string }) => delivery.state !== 'PENDING')
    })
    expect(sent.state).toBe('SENT')
  })
})

type Place = { app: string; owner: string; drop(): Promise<void> }

/** An empty database of this run's server, with its owner and an app role who may do nothing yet. */
async function emptyDatabase(): Promise<Place> {
  const { admin } = inject('ground')
  const name = `pooled_${randomBytes(5).toString('hex')}`
  const roles = { app: `${name}_plain`, owner: `${name}_owner` }
  for (const role of Object.values(roles)) await ask(admin, `CREATE ROLE ${role} LOGIN PASSWORD 'trial'`)
  await ask(admin, `CREATE DATABASE ${name} OWNER ${roles.owner}`)
  const as = (role: string) => {
    const url = new URL(admin)
    Object.assign(url, { username: role, password: 'trial', pathname: `/${name}` })
    return url.href
  }
  return {
    app: as(roles.app),
    owner: as(roles.owner),
    async drop() {
      await ask(admin, `DROP DATABASE ${name} WITH (FORCE)`)
      for (const role of Object.values(roles)) await ask(admin, `DROP ROLE ${role}`)
    },
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the test asserts what it looks at.
async function call(url: string, path: string, body?: object, key?: string): Promise<any> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`)
  return JSON.parse(text)
}
