import { ImapFlow } from 'imapflow'
import { type ParsedMail, simpleParser } from 'mailparser'
import { until } from '../faults/until.ts'

/** A mail as it arrived, parsed by a library that is not the desk's own code. */
export type ArrivedMail = {
  readonly parsed: ParsedMail
  readonly raw: Buffer
  /** One field of its head, unfolded; undefined when it is not there. */
  header(name: string): string | undefined
}

/** One person's mailbox, read by IMAP. */
export type Inbox = {
  readonly address: string
  /** All that has arrived, oldest first. */
  mails(): Promise<ArrivedMail[]>
  /** Waits until so many are there and returns them all. */
  waitFor(count: number): Promise<ArrivedMail[]>
  close(): Promise<void>
}

/** Opens the inbox of a person whose password is `secret`. */
export async function openInbox(port: number, address: string): Promise<Inbox> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port,
    secure: false,
    doSTARTTLS: false,
    auth: { user: address, pass: 'secret' },
    logger: false,
  })
  client.on('error', () => {})
  await client.connect()
  await client.mailboxOpen('INBOX', { readOnly: true })
  const known = new Map<number, ArrivedMail>()
  const mails = async () => {
    await client.noop()
    for (const uid of (await client.search({ all: true }, { uid: true })) || []) {
      if (known.has(uid)) continue
      const found = await client.fetchOne(String(uid), { source: true }, { uid: true })
      if (found !== false && found.source !== undefined) known.set(uid, await arrived(found.source))
    }
    return [...known].sort(([a], [b]) => a - b).map(([, mail]) => mail)
  }
  return {
    address,
    mails,
    waitFor: (count) =>
      until(`${count} mails for ${address}`, async () => {
        const all = await mails()
        return all.length >= count ? all : false
      }),
    close: () => client.logout().catch(() => {}),
  }
}

async function arrived(raw: Buffer): Promise<ArrivedMail> {
  const parsed = await simpleParser(raw)
  const lines = new Map(parsed.headerLines.map(({ key, line }) => [key, line]))
  const header = (name: string) =>
    lines
      .get(name.toLowerCase())
      ?.replace(/^[^:]*:\s*/, '')
      .replace(/\r?\n\s+/g, ' ')
      .trim()
  return { parsed, raw, header }
}
