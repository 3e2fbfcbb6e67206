import type { Response } from '@playwright/test'
import { expect, type Organisation, test } from './fixtures.ts'

const NOTE = 'Between us: she breaks one a week'

test('a note never reaches the page of who asked', async ({ page, desk, signIn }) => {
  const { id, key } = await desk.ticket()
  await desk.note(id, NOTE)
  const called: Promise<string>[] = []
  const hear = (answer: Response) => {
    const { pathname } = new URL(answer.url())
    if (pathname.startsWith('/api/') && pathname !== '/api/v1/events') called.push(answer.text())
  }
  page.on('response', hear)
  await signIn(page, desk.jane)
  await page.goto(`/portal/requests/${key}`)
  await expect(page.getByText('It shows a black screen.')).toBeVisible()
  // What comes behind a note shows that the note, told before, was not put in.
  await desk.note(id, `${NOTE}, again`)
  await desk.reply(id, 'A new one is on its way.')
  await expect(page.getByText('A new one is on its way.')).toBeVisible()
  page.off('response', hear)
  expect([await page.content(), ...(await Promise.all(called))].join('\n')).not.toContain(NOTE)
})

test('a note never reaches a mail to who asked', async ({ desk }) => {
  const { id } = await desk.ticket()
  await desk.note(id, NOTE)
  await desk.reply(id, 'A new one is on its way.')
  await desk.note(id, `${NOTE}, again`)
  const mails = () => mailsTo(desk, desk.jane.email)
  await expect.poll(async () => (await mails()).some((mail) => mail.includes('on its way'))).toBe(true)
  for (const mail of await mails()) expect(mail).not.toContain(NOTE)
})

test('a note never reaches a call of who asked', async ({ desk }) => {
  const { id } = await desk.ticket()
  const note = await desk.note(id, NOTE)
  for (const path of ['', '/messages', '/events']) {
    const { status, body } = await desk.call(desk.jane, 'GET', `/tickets/${id}${path}`)
    expect([path, status]).toEqual([path, 200])
    expect(JSON.stringify(body)).not.toContain(NOTE)
    expect(JSON.stringify(body)).not.toContain(note.id)
  }
  expect((await desk.call(desk.jane, 'GET', `/tickets/${id}/messages/${note.id}`)).status).toBe(404)
})

test('a note never reaches the stream of who asked', async ({ desk }) => {
  const { id } = await desk.ticket()
  const listen = (since: string, wait: number) =>
    desk.call(desk.jane, 'GET', `/events?topics=me,ticket:${id}&wait=${wait}${since}`)
  const { cursor } = (await listen('', 0)).body
  const note = await desk.note(id, NOTE)
  const reply = await desk.reply(id, 'A new one is on its way.')
  const told = JSON.stringify((await listen(`&since=${encodeURIComponent(cursor)}`, 10)).body)
  expect(told).toContain(reply.id)
  expect(told).not.toContain(note.id)
  expect(told).not.toContain('INTERNAL')
})

/** The mails to an address that the local inbox keeps, whole. */
async function mailsTo(desk: Organisation, address: string): Promise<string[]> {
  const { body } = await desk.call(desk.owner, 'GET', '/local-inbox')
  const own = body.items.filter((mail: { to: string }) => mail.to.includes(address))
  return Promise.all(
    own.map(async ({ id }: { id: string }) =>
      JSON.stringify((await desk.call(desk.owner, 'GET', `/local-inbox/${id}`)).body),
    ),
  )
}
