import { readHeaders } from './parse/index.ts'

const LINE_MAX = 250

/** The From line of a mail that could not be read further, to be shown; undefined when it has none. */
export function senderLine(raw: Buffer): string | undefined {
  return line(readHeaders(raw).fromRaw[0])
}

/** Its Subject line, undecoded. */
export function subjectLineOf(raw: Buffer): string | undefined {
  return line(readHeaders(raw).subjectRaw)
}

function line(value: string | undefined): string | undefined {
  const plain = (value ?? '')
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
  return plain === ''
    ? undefined
    : [...plain.slice(0, 2 * LINE_MAX)].slice(0, LINE_MAX).join('').toWellFormed()
}
