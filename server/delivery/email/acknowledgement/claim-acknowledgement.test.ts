import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileTicket } from '../../../../test/harness/cast.ts'
import { type Desk, type SetUp, startDesk } from '../../../../test/harness/index.ts'
import { read, sql, write } from '../../../platform/db/index.ts'
import { listMailboxes } from '../queries.ts'
import { claimAcknowledgement } from './claim-acknowledgement.ts'

const HOUR_MS = 3_600_000
let desk: Desk
let owner: SetUp
let mailbox: { id: string; address: string }
const scope = () => ({ tenantId: owner.tenantId, actorId: null })

beforeAll(async () => {
  desk = await startDesk()
  owner = await desk.setup()
  const [first] = await read(desk.db, scope(), listMailboxes)
  if (first === undefined) throw new Error('a desk has a mailbox')
  mailbox = first
})
afterAll(() => desk.stop())

/** Claims the acknowledgement of a ticket, of a new one where none is named. */
async function claim(address: string, ticketId?: string, mailboxId = mailbox.id): Promise<boolean> {
  const id = ticketId ?? (await fileTicket(desk, owner.apiKey)).id
  const { result } = await write(desk.db, scope(), async (tx) => {
    const [clock] = await tx.rows<{ now: string }>(sql`SELECT app.now() AS now`)
    const now = clock?.now ?? ''
    return claimAcknowledgement(tx, { ticketId: id, mailboxId, address, addressKey: address, now })
  })
  return result
}

/** Acknowledgements that a mailbox made some hours ago, each to somebody else. */
async function plant(mailboxId: string, count: number, hoursAgo: number): Promise<void> {
  const ticketIds: string[] = []
  for (let i = 0; i < count; i += 1) ticketIds.push((await fileTicket(desk, owner.apiKey)).id)
  await write(desk.db, scope(), (tx) =>
    tx.rows(sql`INSERT INTO app.acknowledgement (tenant_id, ticket_id, mailbox_id, address_key, made_at)
      SELECT ${tx.tenantId}, id, ${mailboxId}, id || '@example.com', app.now() - make_interval(hours => ${hoursAgo})
      FROM unnest(${ticketIds}::uuid[]) AS id`),
  )
}

test('a ticket is acknowledged once', async () => {
  const { id } = await fileTicket(desk, owner.apiKey)
  expect(await claim('once@example.com', id)).toBe(true)
  expect(await claim('once@example.com', id)).toBe(false)
  expect(await claim('another@example.com', id)).toBe(false)
})

test('an address gets three in an hour and ten in a day', async () => {
  const address = 'busy@example.com'
  const made: boolean[] = []
  for (let hour = 0; hour < 5; hour += 1) {
    for (let i = 0; i < 4; i += 1) made.push(await claim(address))
    desk.moveClock(HOUR_MS)
  }
  const hour = (allowed: number) => [0, 1, 2, 3].map((i) => i < allowed)
  expect(made).toEqual([...hour(3), ...hour(3), ...hour(3), ...hour(1), ...hour(0)])
  desk.moveClock(20 * HOUR_MS)
  expect(await claim(address)).toBe(true)
})

test('of two at the same moment one passes', async () => {
  const address = 'race@example.com'
  const tickets = await Promise.all(Array.from({ length: 8 }, () => fileTicket(desk, owner.apiKey)))
  const made = await Promise.all(tickets.map(({ id }) => claim(address, id)))
  expect(made.filter((one) => one)).toHaveLength(3)
})

test('machines, duties and mailboxes of ours are never acknowledged', async () => {
  expect(await claim('noreply@example.com')).toBe(false)
  expect(await claim('MAILER-DAEMON@example.com')).toBe(false)
  expect(await claim(mailbox.address)).toBe(false)
})

test('a mailbox stops at fifty in an hour, and one that is used to more at ten times its usual number', async () => {
  const quiet = randomUUID()
  await plant(quiet, 50, 0)
  expect(await claim('late@example.com', undefined, quiet)).toBe(false)
  const used = randomUUID()
  // 870 in a week are 5.18 an hour: ten times that is more than the floor.
  await plant(used, 50, 0)
  await usual(used, 870)
  expect(await claim('later@example.com', undefined, used)).toBe(true)
  expect(await claim('latest@example.com', undefined, used)).toBe(true)
  expect(await claim('last@example.com', undefined, used)).toBe(false)
})

/** As plant, without a ticket each: many that a mailbox made the days before. */
async function usual(mailboxId: string, count: number): Promise<void> {
  await write(desk.db, scope(), (tx) =>
    tx.rows(sql`WITH t AS (INSERT INTO app.ticket (tenant_id, id, number, key, subject, status, priority, channel, team_id,
        requester_id, seq, created_at, updated_at)
      SELECT ${tx.tenantId}, gen_random_uuid(), 900000 + i, 'Z-' || i, 'old', 'CLOSED', 'P3', 'EMAIL', ${owner.teamId}, ${owner.ownerId},
        1, app.now(), app.now() FROM generate_series(1, ${count}::integer) AS i RETURNING id)
      INSERT INTO app.acknowledgement (tenant_id, ticket_id, mailbox_id, address_key, made_at)
      SELECT ${tx.tenantId}, id, ${mailboxId}, id || '@example.com', app.now() - interval '30 hours' FROM t`),
  )
}
