import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MailDesk, mailText, newMessageId, startMailDesk } from '../../../../test/mail/mail-desk.ts'
import { importMail, importReport, waitForImport } from '../index.ts'
import { mailsAt } from './mail-files.ts'

let mail: MailDesk
const folder = mkdtempSync(join(tmpdir(), 'docket-import-'))
beforeAll(async () => {
  mail = await startMailDesk()
})
afterAll(async () => {
  await mail.desk.stop()
  rmSync(folder, { recursive: true, force: true })
})

const write = (name: string, content: string | Buffer): string => {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  return path
}
const take = (paths: string[]) => importMail(mail.desk.db, { tenantId: mail.owner.tenantId }, paths)
const found = async (path: string) => {
  const mails: { from: string; text: string }[] = []
  for await (const one of mailsAt([path]))
    mails.push({
      from: one.from.slice(folder.length + 1),
      text: 'raw' in one ? String(one.raw) : one.unreadable,
    })
  return mails
}
const separator = 'From rita@example.com Thu Aug 22 12:36:23 2002\n'

test('a folder is every file in it and below; a second import adds nothing and says so', async () => {
  const id = newMessageId()
  write('box/a.eml', mailText({ id }))
  write('box/deep/er/b.eml', mailText({ inReplyTo: id }))
  write('box/c', mailText({ inReplyTo: id, from: 'eve@elsewhere.example' }))
  symlinkSync(join(folder, 'box'), join(folder, 'box', 'loop'))
  const path = join(folder, 'box')
  const steps: unknown[] = []
  const first = await importMail(mail.desk.db, { tenantId: mail.owner.tenantId }, [path], (step) =>
    steps.push(step),
  )
  expect(first).toMatchObject({ read: 3, stored: 3, known: 0, unreadable: [] })
  expect(steps).toEqual([{ read: 3, stored: 3, known: 0 }])
  await mail.desk.settle()
  await waitForImport(mail.desk.db, mail.owner.tenantId, first.importId)
  expect(await importReport(mail.desk.db, mail.owner.tenantId, first.importId)).toEqual({
    undecided: 0,
    states: [
      { state: 'APPENDED', reason: null, count: 1 },
      { state: 'HELD', reason: 'UNKNOWN_SENDER', count: 1 },
      { state: 'TICKET_CREATED', reason: null, count: 1 },
    ],
    answering: { total: 2, matchedByHeader: 2, appended: 1, held: 1, linked: 0, putAside: 0, alone: 0 },
  })
  const before = (await mail.get('/inbound?limit=100')).text
  expect(await take([path])).toMatchObject({ read: 3, stored: 0, known: 3 })
  await mail.desk.settle()
  expect((await mail.get('/inbound?limit=100')).text).toBe(before)
})

test('the endpoint and the import know each other’s mails', async () => {
  const bytes = mailText({})
  await mail.post(bytes)
  expect(await take([write('known.eml', bytes)])).toMatchObject({ stored: 0, known: 1 })
  const text = `${separator}${mailText({})}`
  expect(await take([write('first.eml', text)])).toMatchObject({ stored: 1, known: 0 })
  const before = (await mail.get('/inbound?limit=1')).text
  expect((await mail.post(text)).body.id).toBe(JSON.parse(before).items[0].id)
  expect((await mail.get('/inbound?limit=1')).text).toBe(before)
})

test('imported mails count towards no limit', async () => {
  const paths = Array.from({ length: 30 }, (_, i) =>
    write(`flood/${i}.eml`, mailText({ from: 'flood@example.com', subject: 'same' })),
  )
  const { importId } = await take(paths)
  await mail.desk.settle()
  const report = await importReport(mail.desk.db, mail.owner.tenantId, importId)
  expect(report.states).toEqual([{ state: 'TICKET_CREATED', reason: null, count: 30 }])
})

test('an mbox is parted at its dated From lines, and its quoting is undone', async () => {
  const path = write(
    'three.mbox',
    `${separator}Subject: one\n\n>From here on\n>>From there\n\nFrom the start it was wrong\n\n${separator}Subject: two\r\n\r\nx\r\n\r\n${separator}Subject: three\n\nno end`,
  )
  expect(await found(path)).toEqual([
    {
      from: 'three.mbox#1',
      text: 'Subject: one\n\nFrom here on\n>From there\n\nFrom the start it was wrong\n',
    },
    { from: 'three.mbox#2', text: 'Subject: two\r\n\r\nx\r\n' },
    { from: 'three.mbox#3', text: 'Subject: three\n\nno end' },
  ])
})

test('a file with one mail is that mail, byte for byte', async () => {
  const text = `${separator}Subject: one\n\n>From here\nFrom nowhere\n`
  expect(await found(write('one', text))).toEqual([{ from: 'one', text }])
  expect(await found(write('empty', ''))).toEqual([{ from: 'empty', text: '' }])
})

test('a From line inside a paragraph parts nothing', async () => {
  const text = `${separator}Subject: one\n\nThe file begins so:\n${separator}and goes on.\n`
  expect(await found(write('quoting', text))).toEqual([{ from: 'quoting', text }])
})

test('wherever the chunks of an mbox end, its mails are the same', async () => {
  const chunk = 1024 * 1024
  for (const back of [0, 1, 2, 3, 7, 20, separator.length - 1, separator.length, separator.length + 1]) {
    const head = `Subject: one\n\n`
    const first = `${head}${'x'.repeat(chunk - back - separator.length - head.length - 2)}\n`
    const path = write('chunks.mbox', `${separator}${first}\n${separator}Subject: two\n\n`)
    expect((await found(path)).map((one) => one.text)).toEqual([first, 'Subject: two\n'])
  }
})

test('what is too large is named and the mails behind it are kept', async () => {
  const large = `Subject: large\n\n${'x'.repeat(1024 * 1024 - 1)}\n`.concat(
    `${'y'.repeat(1024 * 1024 - 1)}\n`.repeat(70),
  )
  const path = write('large.mbox', `${separator}${large}\n${separator}Subject: small\n\nx\n`)
  expect(await found(path)).toEqual([
    { from: 'large.mbox#1', text: 'larger than 64 MiB' },
    { from: 'large.mbox#2', text: 'Subject: small\n\nx\n' },
  ])
  const alone = write('large.eml', large)
  expect(await take([alone])).toMatchObject({
    read: 0,
    stored: 0,
    unreadable: [{ from: alone, why: 'larger than 64 MiB' }],
  })
})

test('a path that is not there, and a mailbox that is not ours, are refused', async () => {
  await expect(take([join(folder, 'nowhere')])).rejects.toThrow('ENOENT')
  const target = { tenantId: mail.owner.tenantId, mailbox: 'x@y' }
  await expect(importMail(mail.desk.db, target, [])).rejects.toThrow('there is no mailbox x@y')
})
