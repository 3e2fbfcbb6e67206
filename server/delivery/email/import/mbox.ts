import type { FileHandle } from 'node:fs/promises'
import type { FoundMail } from './mail-files.ts'

const CHUNK_BYTES = 1024 * 1024
/** `From sender Thu Aug 22 12:36:23 2002`: with its date, so that no sentence that begins with "From" parts a mail. */
const SEPARATOR =
  /^From \S.*? (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?:[A-Z][a-z]{2} +\d{1,2}|\d{1,2} +[A-Z][a-z]{2}) .*\d{4}/
const LINE_MAX = 1024

/**
 * The mails of an mbox, read in chunks. They are parted at `From ` lines with a date, at the start or behind an empty
 * line; quoting of `From ` in bodies (mboxrd) is undone. A file that holds one mail only is that mail, byte for byte.
 */
export async function* mailsOfMbox(
  path: string,
  file: FileHandle,
  bytesMax: number,
): AsyncGenerator<FoundMail> {
  let pending = Buffer.alloc(0)
  let position = 0
  let count = 0
  let searched = 0
  let overlong = false
  const mailOf = (bytes: Buffer, alone: boolean): FoundMail => {
    count += 1
    const from = alone ? path : `${path}#${count}`
    if (overlong || bytes.length > bytesMax) return { from, unreadable: 'larger than 64 MiB' }
    return { from, raw: alone ? bytes : unquoted(bytes) }
  }
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position)
    position += bytesRead
    const ended = bytesRead === 0
    pending = Buffer.concat([pending, buffer.subarray(0, bytesRead)])
    for (
      let next = nextSeparator(pending, searched, ended);
      next !== -1;
      next = nextSeparator(pending, 0, ended)
    ) {
      yield mailOf(pending.subarray(0, next), false)
      overlong = false
      pending = pending.subarray(next)
    }
    if (ended) {
      if (pending.length > 0) yield mailOf(pending, count === 0)
      return
    }
    searched = Math.max(0, pending.length - LINE_MAX)
    if (pending.length > bytesMax + LINE_MAX) {
      // Too large to be kept: only its end is still looked at, for the next separator.
      overlong = true
      pending = Buffer.from(pending.subarray(searched))
      searched = 0
    }
  }
}

/** Where the next mail begins, beyond the first byte; -1 when it is not to be seen yet. */
function nextSeparator(bytes: Buffer, from: number, ended: boolean): number {
  for (let at = bytes.indexOf('\nFrom ', from); at !== -1; at = bytes.indexOf('\nFrom ', at + 1)) {
    const start = at + 1
    const lineEnd = bytes.indexOf(10, start)
    if (lineEnd === -1 && !ended && bytes.length - start < LINE_MAX) return -1
    const line = bytes.toString(
      'latin1',
      start,
      Math.min(lineEnd === -1 ? bytes.length : lineEnd, start + LINE_MAX),
    )
    if (isBehindEmptyLine(bytes, at) && SEPARATOR.test(line)) return start
  }
  return -1
}

function isBehindEmptyLine(bytes: Buffer, newline: number): boolean {
  const before = bytes[newline - 1] === 13 ? newline - 2 : newline - 1
  return bytes[before] === 10
}

/** A mail without its separator and the empty line before the next, its quoted `From ` lines as they were. */
function unquoted(bytes: Buffer): Buffer {
  const first = bytes.indexOf(10)
  let end = bytes.length
  if (bytes[end - 1] === 10 && bytes[end - 2] === 10) end -= 1
  else if (bytes.toString('latin1', end - 4, end) === '\r\n\r\n') end -= 2
  const body = bytes.subarray(first === -1 ? bytes.length : first + 1, end)
  if (!body.includes('>From ')) return Buffer.from(body)
  return Buffer.from(body.toString('latin1').replace(/^>(>*From )/gm, '$1'), 'latin1')
}
