import { randomUUID } from 'node:crypto'
import { type Cast, castOf } from '../harness/cast.ts'
import { type Desk, type DeskAnswer, type SetUp, startDesk } from '../harness/index.ts'

/** A mail as tests write it; what is left out is plain. */
export type Mail = {
  from?: string
  subject?: string
  id?: string
  inReplyTo?: string
  headers?: readonly string[]
  body?: string
  date?: string
}

/** The bytes of a mail. */
export function mailText(mail: Mail): string {
  const {
    from = 'Rita <rita@example.com>',
    subject = 'Printer is on fire',
    headers = [],
    body = 'Please help.',
  } = mail
  return [
    `From: ${from}`,
    'To: support@example.localhost',
    `Subject: ${subject}`,
    `Message-ID: <${mail.id ?? newMessageId()}>`,
    ...(mail.inReplyTo === undefined ? [] : [`In-Reply-To: <${mail.inReplyTo}>`]),
    `Date: ${mail.date ?? 'Mon, 2 Mar 2026 10:00:00 +0000'}`,
    ...headers,
    '',
    body,
    '',
  ].join('\r\n')
}

/** A Message-ID that nobody else has. */
export function newMessageId(): string {
  return `${randomUUID()}@example.com`
}

/** A mail with one file. */
export function mailWithFile(mail: Mail, file: { name: string; type: string; content: string }): string {
  const headers = [...(mail.headers ?? []), 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b']
  const body = [
    '--b',
    'Content-Type: text/plain',
    '',
    mail.body ?? 'See the file.',
    '--b',
    `Content-Type: ${file.type}; name="${file.name}"`,
    `Content-Disposition: attachment; filename="${file.name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(file.content).toString('base64'),
    '--b--',
  ].join('\r\n')
  return mailText({ ...mail, headers, body })
}

/** A desk that receives mail, with its cast. */
export type MailDesk = {
  desk: Desk
  owner: SetUp
  cast: Cast
  /** Hands in a mail; exempt from the limits on floods unless a query is given. */
  post(
    bytes: string | Buffer,
    options?: { query?: string; key?: string; headers?: Record<string, string> },
  ): Promise<DeskAnswer>
  /** Hands in a mail, lets it be decided, and answers what became of it. */
  arrive(mail: Mail | string, query?: string): Promise<DeskAnswer['body']>
  /** What became of a mail. */
  inbound(id: string): Promise<DeskAnswer['body']>
  get(path: string, key?: string): Promise<DeskAnswer>
  command(path: string, options?: { key?: string; headers?: Record<string, string> }): Promise<DeskAnswer>
}

/** Starts a desk with its cast for a test file of mail. */
export async function startMailDesk(options: { publicUrl?: string } = {}): Promise<MailDesk> {
  const desk = await startDesk(options)
  const owner = await desk.setup()
  const cast = await castOf(desk, owner)
  const get = (path: string, key = owner.apiKey) => desk.request('GET', `/api/v1${path}`, { key })
  const post: MailDesk['post'] = (bytes, { query = '?bulk=true', key = owner.apiKey, headers = {} } = {}) =>
    desk.request('POST', `/api/v1/inbound/raw${query}`, {
      key,
      raw: { type: 'message/rfc822', bytes },
      headers,
    })
  const inbound = async (id: string) => (await get(`/inbound/${id}`)).body
  return {
    desk,
    owner,
    cast,
    post,
    inbound,
    get,
    async arrive(mail, query) {
      const bytes = typeof mail === 'string' ? mail : mailText(mail)
      const answer = await post(bytes, query === undefined ? {} : { query })
      if (answer.status !== 202) throw new Error(`receipt answered ${answer.status}: ${answer.text}`)
      await desk.settle()
      return inbound(answer.body.id)
    },
    command: (path, { key = owner.apiKey, headers = {} } = {}) =>
      desk.request('POST', `/api/v1/inbound/${path}`, { key, headers }),
  }
}
