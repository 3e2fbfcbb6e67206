import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileTicket } from '../../../../test/harness/cast.ts'
import { type Desk, type SetUp, startDesk } from '../../../../test/harness/index.ts'
import { read, sql, write } from '../../../platform/db/index.ts'
import { listMailboxes } from '../queries.ts'
import { replyAddresses, type WantedAddress } from './reply-addresses.ts'

let desk: Desk
let owner: SetUp
let wanted: WantedAddress[]
const scope = () => ({ tenantId: owner.tenantId, actorId: null })
const ask = async (which = wanted) =>
  (await write(desk.db, scope(), (tx) => replyAddresses(tx, which))).result

beforeAll(async () => {
  desk = await startDesk()
  owner = await desk.setup()
  const [mailbox] = await read(desk.db, scope(), listMailboxes)
  if (mailbox === undefined) throw new Error('a desk has a mailbox')
  const tickets = [await fileTicket(desk, owner.apiKey), await fileTicket(desk, owner.apiKey)]
  wanted = tickets.map(({ id }) => ({ ticketId: id, personId: owner.ownerId, mailbox }))
})
afterAll(() => desk.stop())

test('each ticket has its own address, in the order asked and the same each time', async () => {
  const [first, second] = await ask()
  expect(first).toMatch(/^support\+a[0-9a-hjkmnp-tv-z]{29}@.*\.localhost$/)
  expect(second).not.toBe(first)
  expect(await ask([...wanted].reverse())).toEqual([second, first])
  expect(await ask([...wanted, ...wanted])).toEqual([first, second, first, second])
  expect(await ask([])).toEqual([])
})

test('of many that ask at the same moment all get the same ones', async () => {
  const { id } = await fileTicket(desk, owner.apiKey)
  const fresh = wanted.slice(0, 1).map((one) => ({ ...one, ticketId: id }))
  const answers = await Promise.all(Array.from({ length: 6 }, () => ask(fresh)))
  expect(new Set(answers.flat()).size).toBe(1)
  const rows = await read(desk.db, scope(), (tx) =>
    tx.rows(sql`SELECT 1 FROM app.reply_token WHERE tenant_id = ${tx.tenantId} AND ticket_id = ${id}`),
  )
  expect(rows).toHaveLength(1)
})

test('one that is revoked is replaced by another', async () => {
  const [before] = await ask()
  await write(desk.db, scope(), (tx) =>
    tx.rows(
      sql`UPDATE app.reply_token SET revoked_at = app.now() WHERE tenant_id = ${tx.tenantId} AND ticket_id = ${wanted[0]?.ticketId}`,
    ),
  )
  const [after] = await ask()
  expect(after).not.toBe(before)
})
