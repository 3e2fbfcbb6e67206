import { createHmac, timingSafeEqual } from 'node:crypto'
import type { TenantKey } from '../../../platform/keys/index.ts'

/** What a reply token says. `ref` (8 bytes) names its row, `mac` (10 bytes) proves that this desk made it. */
export type ReplyToken = { keyId: string; ref: Buffer; mac: Buffer }

export const REF_BYTES = 8
const MAC_BYTES = 10
/** A key's letter and 18 bytes in base32: in a local part of 64 characters 33 are left for the mailbox and its `+`. */
export const TOKEN_CHARS = 30
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** The token of a ref at a mailbox, in lower case. Rule: docs/behaviour/reply-tokens.md. */
export function formatReplyToken(
  key: TenantKey,
  place: { tenantId: string; mailboxId: string },
  ref: Buffer,
): string {
  return key.keyId + base32(Buffer.concat([ref, macOf(key.secret, place, ref)]))
}

/** Reads a token in upper or lower case; undefined when the text is none. Says nothing of who made it. */
export function parseReplyToken(text: string): ReplyToken | undefined {
  if (text.length !== TOKEN_CHARS) return undefined
  const lower = text.toLowerCase()
  const keyId = lower.charAt(0)
  const bytes = bytesOf(lower.slice(1), REF_BYTES + MAC_BYTES)
  if (!/^[a-z]$/.test(keyId) || bytes === undefined) return undefined
  return { keyId, ref: bytes.subarray(0, REF_BYTES), mac: bytes.subarray(REF_BYTES) }
}

/** Whether one of the tenant's keys made the token for this mailbox; compared in constant time. */
export function isGenuine(
  token: ReplyToken,
  place: { tenantId: string; mailboxId: string },
  keys: readonly TenantKey[],
): boolean {
  const key = keys.find((one) => one.keyId === token.keyId)
  return key !== undefined && timingSafeEqual(token.mac, macOf(key.secret, place, token.ref))
}

/** The address of a token: `support+<token>@example.org`. */
export function tokenAddress(mailboxAddress: string, token: string): string {
  const at = mailboxAddress.lastIndexOf('@')
  return `${mailboxAddress.slice(0, at)}+${token}${mailboxAddress.slice(at)}`
}

function macOf(secret: Buffer, place: { tenantId: string; mailboxId: string }, ref: Buffer): Buffer {
  return createHmac('sha256', secret)
    .update(`reply.v1\0${place.tenantId}\0${place.mailboxId}\0`)
    .update(ref)
    .digest()
    .subarray(0, MAC_BYTES)
}

/** Crockford's alphabet, without padding; the last character is filled with zero bits. */
function base32(bytes: Buffer): string {
  let text = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff
    bits += 8
    for (; bits >= 5; bits -= 5) text += ALPHABET.charAt((value >> (bits - 5)) & 31)
  }
  return bits === 0 ? text : text + ALPHABET.charAt((value << (5 - bits)) & 31)
}

/** One text for one value: bits behind the last byte must be zero. */
function bytesOf(text: string, length: number): Buffer | undefined {
  const bytes: number[] = []
  let bits = 0
  let value = 0
  for (const char of text) {
    const digit = ALPHABET.indexOf(char)
    if (digit === -1) return undefined
    value = ((value << 5) | digit) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push((value >> bits) & 0xff)
  }
  const isWhole = bytes.length === length && (value & ((1 << bits) - 1)) === 0
  return isWhole ? Buffer.from(bytes) : undefined
}
