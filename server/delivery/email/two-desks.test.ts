import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Desk, type SetUp, startDesk } from '../../../test/harness/index.ts'
import { mailText } from '../../../test/mail/mail-desk.ts'
import { read, sql, write } from '../../platform/db/index.ts'

/** A help desk with the address that people, and other desks, write to. */
type Side = { desk: Desk; owner: SetUp; address: string; handedOver: Set<string> }

let here: Side
let there: Side
beforeEach(async () => {
  here = await side('Example', 'support@example.localhost')
  there = await side('Beta', 'support@beta.localhost')
})
afterEach(async () => {
  await here.desk.stop()
  await there.desk.stop()
})

async function side(organisation: string, address: string): Promise<Side> {
  const desk = await startDesk()
  return { desk, owner: await desk.setup({ organisation }), address, handedOver: new Set() }
}

async function receive({ desk, owner }: Side, bytes: string, recipient?: string): Promise<string> {
  const headers = recipient === undefined ? {} : { 'x-envelope-to': recipient }
  const raw = { type: 'message/rfc822', bytes }
  const answer = await desk.request('POST', '/api/v1/inbound/raw', { key: owner.apiKey, raw, headers })
  await desk.settle()
  return answer.body.id
}

/** Every mail that left a desk. */
function left({ desk, owner }: Side): Promise<{ id: string; raw: Buffer; recipient: string }[]> {
  const scope = { tenantId: owner.tenantId, actorId: null }
  return read(desk.db, scope, (tx) =>
    tx.rows(
      sql`SELECT delivery_id AS id, raw, recipient FROM app.local_mail WHERE tenant_id = ${tx.tenantId} ORDER BY kept_at`,
    ),
  )
}

/** Hands the mails of a desk to the other, as a mail system on the way may change them; answers how many there were. */
async function handOver(from: Side, to: Side, change: (bytes: string) => string): Promise<number> {
  const fresh = (await left(from)).filter(({ id }) => !from.handedOver.has(id))
  for (const { id, raw, recipient } of fresh) {
    from.handedOver.add(id)
    if (recipient.endsWith(`@${to.address.split('@')[1]}`))
      await receive(to, change(raw.toString('latin1')), recipient)
  }
  return fresh.length
}

/** Lets both desks write to each other until neither has anything left to say, and answers how many mails each sent. */
async function exchange(change: (bytes: string) => string): Promise<[number, number]> {
  await receive(here, mailText({ from: `Beta <${there.address}>`, subject: 'Do you print?' }))
  for (let round = 0; round < 40; round += 1) {
    const count = (await handOver(here, there, change)) + (await handOver(there, here, change))
    if (count === 0) return [(await left(here)).length, (await left(there)).length]
  }
  throw new Error('the desks never stop')
}

const without = (...names: string[]) => {
  const fields = new RegExp(`^(?:${names.join('|')}):.*\\r\\n(?:[ \\t].*\\r\\n)*`, 'gim')
  return (bytes: string) => bytes.replace(fields, '')
}
const states = async ({ desk, owner }: Side) => {
  const { body } = await desk.request('GET', '/api/v1/inbound', { key: owner.apiKey })
  return body.items.map(({ state, reason }: { state: string; reason?: string }) => reason ?? state).reverse()
}

describe('two desks that answer each other', () => {
  test('stop at the first acknowledgement, which says that a machine wrote it', async () => {
    expect(await exchange((bytes) => bytes)).toEqual([1, 0])
    expect(await states(there)).toEqual(['AUTO'])
  })

  test('stop at one each where the words that say so are lost on the way', async () => {
    const strip = without('Auto-Submitted', 'X-Auto-Response-Suppress')
    expect(await exchange(strip)).toEqual([1, 1])
    expect(await states(there)).toEqual(['TICKET_CREATED'])
    expect(await states(here)).toEqual(['TICKET_CREATED', 'APPENDED'])
  })

  test('stop at one each also when the ticket of the acknowledgement was closed meanwhile', async () => {
    const strip = without('Auto-Submitted', 'X-Auto-Response-Suppress')
    await receive(here, mailText({ from: `Beta <${there.address}>`, subject: 'Do you print?' }))
    await handOver(here, there, strip)
    await write(here.desk.db, { tenantId: here.owner.tenantId, actorId: null }, (tx) =>
      tx.rows(sql`UPDATE app.ticket SET status = 'CLOSED' WHERE tenant_id = ${tx.tenantId}`),
    )
    await handOver(there, here, strip)
    expect(await states(here)).toEqual(['TICKET_CREATED', 'FOLLOW_UP'])
    expect(await left(here)).toHaveLength(1)
  })

  test('stop at three each where every trace of the thread is lost too', async () => {
    const strip = without(
      'Auto-Submitted',
      'X-Auto-Response-Suppress',
      'In-Reply-To',
      'References',
      'Reply-To',
    )
    expect(await exchange(strip)).toEqual([3, 3])
  })
})

describe('mail of a desk', () => {
  test('that comes back to it is a loop, by its mark alone; the mark of another desk is none', async () => {
    await receive(here, mailText({ from: 'Rita <rita@example.com>' }))
    const [ack] = await left(here)
    const strip = without('From', 'Message-ID', 'Auto-Submitted', 'In-Reply-To', 'References')
    const bytes = strip(ack?.raw.toString('latin1') ?? '')
    const forwarded = `From: Rita <rita@example.com>\r\nMessage-ID: <forwarded@example.com>\r\n${bytes}`
    expect(forwarded).toMatch(/^X-Helpdesk-Instance: [0-9a-f]{32}\r$/m)
    await receive(here, forwarded)
    await receive(there, forwarded)
    expect(await states(here)).toEqual(['TICKET_CREATED', 'LOOP'])
    expect(await states(there)).toEqual(['TICKET_CREATED'])
  })
})
