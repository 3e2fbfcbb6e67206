import type { LocalMail, LocalMailRead } from '../../../../../contracts/local-inbox.ts'
import { sanitizeHtml } from '../../../../platform/html/index.ts'
import { isRefusal, parseMail } from '../../parse/index.ts'

/** A kept mail as a reader sees it: read from its own bytes, as any client would. Its HTML is sanitised. */
export async function presentLocalMail({
  raw,
  ...mail
}: LocalMail & { raw: Buffer }): Promise<LocalMailRead> {
  const headers = headerFields(raw)
  const parsed = await parseMail(raw)
  if (isRefusal(parsed)) return { ...mail, headers, text: raw.toString('utf8'), html: '' }
  const html = parsed.html === undefined ? '' : (await sanitizeHtml(parsed.html)).html
  return { ...mail, headers, text: parsed.text, html }
}

/** The header fields in their order, unfolded (RFC 5322 sec. 2.2.3), otherwise as they left. */
function headerFields(raw: Buffer): { name: string; value: string }[] {
  const end = raw.indexOf('\r\n\r\n')
  const head = raw.subarray(0, end === -1 ? raw.length : end).toString('utf8')
  return head
    .replace(/\r\n(?=[ \t])/g, '')
    .split('\r\n')
    .map((line) => {
      const colon = line.indexOf(':')
      return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() }
    })
}
