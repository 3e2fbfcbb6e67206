import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, type SetUp, startDesk } from '../../../test/harness/index.ts'
import { read, sql } from '../../platform/db/index.ts'

let desk: Desk
let it: SetUp

beforeAll(async () => {
  desk = await startDesk()
  it = await desk.setup()
})
afterAll(() => desk.stop())

type Mail = { from?: string; subject?: string; headers?: string[]; body?: string; id?: string; date?: string }

function mailText(mail: Mail): string {
  const { from = 'Rita <rita@example.com>', subject = 'Printer is on fire', headers = [], body = 'Please help.' } = mail
  return [
    `From: ${from}`,
    'To: support@example.localhost',
    `Subject: ${subject}`,
    `Message-ID: <${mail.id ?? `${randomUUID()}@example.com`}>`,
    `Date: ${mail.date ?? 'Mon, 2 Mar 2026 10:00:00 +0000'}`,
    ...headers,
    '',
    body,
    '',
  ].join('\r\n')
}

async function post(bytes: string | Buffer, options: { query?: string; headers?: Record<string, string>; key?: string } = {}) {
  return desk.request('POST', `/api/v1/inbound/raw${options.query ?? '?bulk=true'}`, {
    key: options.key ?? it.apiKey,
    raw: { type: 'message/rfc822', bytes },
    ...(options.headers === undefined ? {} : { headers: options.headers }),
  })
}

async function outcome(id: string) {
  const answer = await desk.request('GET', `/api/v1/inbound/${id}`, { key: it.apiKey })
  expect(answer.status).toBe(200)
  return answer.body
}

async function arrive(mail: Mail, query?: string) {
  const answer = await post(mailText(mail), query === undefined ? {} : { query })
  expect(answer.status).toBe(202)
  await desk.settle()
  return outcome(answer.body.id)
}

test('x', async () => {
  const o = await arrive({})
  console.log(o)
  console.log((await desk.request('GET', `/api/v1/tickets/${o.ticketId}`, { key: it.apiKey })).body)
  console.log((await desk.request('GET', `/api/v1/tickets/${o.ticketId}/messages`, { key: it.apiKey })).body)
  console.log(JSON.stringify((await desk.request('GET', `/api/v1/tickets/${o.ticketId}/events`, { key: it.apiKey })).body, null, 1))
})
