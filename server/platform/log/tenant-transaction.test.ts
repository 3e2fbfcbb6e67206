import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClonedDatabase, cloneDatabase } from '../../../test/harness/clone-database.ts'
import { type Database, json, openDatabase, read, registry, sql, sqlState, write } from '../db/index.ts'
import { newId } from '../ids/index.ts'
import { append, readEvents } from './index.ts'

let database: ClonedDatabase
let db: Database
const tenantId = newId()
const scope = { tenantId, actorId: null }
const fact = {
  type: 'ticket.updated',
  visibility: 'PUBLIC',
  actor: { type: 'system', id: null },
  at: '2026-01-01T00:00:00.000Z',
} as const

beforeAll(async () => {
  database = await cloneDatabase()
  db = openDatabase(database.urls, database.roles, 'docket-test', { connectionsMax: 6 })
  await registry(db, sql`INSERT INTO app.tenant_counter (tenant_id) VALUES (${tenantId})`)
})
afterAll(async () => {
  await db.pool.end()
  await database.drop()
})

const lastSeq = async () =>
  (
    await registry<{ last_seq: number }>(
      db,
      sql`SELECT last_seq FROM app.tenant_counter WHERE tenant_id = ${tenantId}`,
    )
  )[0]?.last_seq
const events = () => read(db, scope, (tx) => readEvents(tx, 0, 10_000))

describe('a command', () => {
  it('commits its writes and its facts together, with the positions filled into the answer', async () => {
    const before = (await lastSeq()) ?? 0
    const written = await write(db, scope, async (tx) => ({
      first: append(tx, fact).token,
      second: append(tx, fact).token,
      other: 'x',
    }))
    expect(JSON.parse(written.fill(JSON.stringify(written.result)))).toEqual({
      first: before + 1,
      second: before + 2,
      other: 'x',
    })
    expect(await lastSeq()).toBe(before + 2)
  })

  it('that fails anywhere leaves neither rows nor facts nor a hole', async () => {
    const before = await lastSeq()
    const failing = write(db, scope, async (tx) => {
      append(tx, fact)
      tx.defer(
        sql`INSERT INTO app.reader_parked (tenant_id, reader, seq, attempts, error, parked_at) VALUES (${tenantId}, 'x', 1, 1, NULL, app.now())`,
      )
    })
    await expect(failing).rejects.toSatisfy((error) => sqlState(error) === '23502')
    expect(await lastSeq()).toBe(before)
    await expect(write(db, scope, async () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await lastSeq()).toBe(before)
  })

  it('with a parameter that cannot be sent commits nothing of what was queued before it', async () => {
    const before = await lastSeq()
    const bad = {
      toJSON: () => {
        throw new Error('cannot be sent')
      },
    }
    const failing = write(db, scope, async (tx) => {
      append(tx, fact)
      tx.defer(sql`SELECT ${json(bad)}::jsonb`)
    })
    await expect(failing).rejects.toThrow('cannot be sent')
    for (const text of ['\u0000', '\ud800', 'a\udfff']) {
      await expect(
        write(db, scope, async (tx) => {
          append(tx, fact)
          tx.defer(sql`SELECT ${text}::text`)
        }),
      ).rejects.toThrow('NUL')
      await expect(
        write(db, scope, async (tx) => {
          append(tx, fact)
          tx.defer(sql`SELECT ${json({ text })}::jsonb`)
        }),
      ).rejects.toThrow('NUL')
    }
    expect(await lastSeq()).toBe(before)
    expect(
      await registry(db, sql`SELECT ${json({ text: '\\u0000 is written, not meant' })}::jsonb`),
    ).toHaveLength(1)
  })

  it('that swallowed the failure of a statement is not taken for committed', async () => {
    const before = await lastSeq()
    const swallowing = write(db, scope, async (tx) => {
      await tx.rows(sql`SELECT app.raise_for_test()`).catch(() => {})
      return 'done'
    })
    await expect(swallowing).rejects.toThrow('rolled back by the server')
    expect(await lastSeq()).toBe(before)
  })

  it('without a fact rejects for the reason of its own write that failed', async () => {
    const failing = write(db, scope, async (tx) => tx.defer(sql`SELECT 1 / ${0}::integer`))
    await expect(failing).rejects.toSatisfy((error) => sqlState(error) === '22012')
  })

  it('gives its connection back only after all that it queued has settled', async () => {
    const one = openDatabase(database.urls, database.roles, 'docket-test', { connectionsMax: 1 })
    let queued: Promise<unknown> | undefined
    await expect(
      write(one, scope, async (tx) => {
        queued = tx.rows(sql`SELECT pg_sleep(0.05)`)
        queued.catch(() => {})
        throw new Error('early')
      }),
    ).rejects.toThrow('early')
    expect(await read(one, scope, (tx) => tx.rows(sql`SELECT 1 AS one`))).toEqual([{ one: 1 }])
    await queued
    await one.pool.end()
  })

  it('that lost a race is run again, three times at most', async () => {
    let runs = 0
    const lose = () =>
      write(db, scope, async (tx) => {
        runs += 1
        if (runs < 3) await tx.rows(sql`SELECT app.raise_for_test()`).catch(() => {})
        if (runs < 3) throw Object.assign(new Error('lost'), { code: '40001' })
        return runs
      })
    expect((await lose()).result).toBe(3)
    let always = 0
    await expect(
      write(db, scope, async () => {
        always += 1
        throw Object.assign(new Error('lost'), { code: '40P01' })
      }),
    ).rejects.toThrow('lost')
    expect(always).toBe(4)
  })

  it('numbers facts without a hole and in the order of commits, from many connections at once', async () => {
    const before = (await lastSeq()) ?? 0
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        write(db, scope, async (tx) => {
          append(tx, { ...fact, refs: { i } })
          if (i % 7 === 0) throw new Error('rolled back')
        }).then(
          ({ lastSeq }) => lastSeq,
          () => null,
        ),
      ),
    )
    const given = answers.filter((seq) => seq !== null).sort((a, b) => a - b)
    expect(given).toEqual(Array.from({ length: given.length }, (_, k) => before + 1 + k))
    const seqs = (await events()).map((event) => event.seq)
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, k) => k + 1))
  })

  it('holds its lock at most five seconds when its process stands still', async () => {
    const [row] = await read(db, scope, (tx) =>
      tx.rows<
        Record<string, string>
      >(sql`SELECT current_setting('idle_in_transaction_session_timeout') AS idle,
      current_setting('lock_timeout') AS lock, current_setting('statement_timeout') AS statement`),
    )
    expect(row).toEqual({ idle: '4500ms', lock: '3s', statement: '15s' })
  })
})

describe('reading', () => {
  it('cannot write', async () => {
    await expect(
      read(db, scope, (tx) => tx.rows(sql`DELETE FROM app.reader_parked WHERE tenant_id = ${tenantId}`)),
    ).rejects.toSatisfy((error) => sqlState(error) === '25006')
  })

  it('shows instants as RFC 3339 with milliseconds', async () => {
    const [row] = await read(db, scope, (tx) =>
      tx.rows<Record<string, unknown>>(
        sql`SELECT '2026-03-04 05:06:07.1+00'::timestamptz AS a, '2026-03-04 05:06:07+02'::timestamptz AS b, app.now() AS c`,
      ),
    )
    expect(row).toMatchObject({
      a: '2026-03-04T05:06:07.100Z',
      b: '2026-03-04T03:06:07.000Z',
      c: expect.stringMatching(/^\d{4}-.*T.*\.\d{3}Z$/),
    })
  })
})
