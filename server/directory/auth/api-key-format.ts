import { createHash, randomBytes, randomInt } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** An API key taken apart. `tenant` and `short` find its row; only the hash of `secret` is ever stored. */
export type ApiKeyParts = { tenant: string; short: string; secret: string }

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const SHORT_DIGITS = 36
const SHORT_LENGTH = 8
const SECRET_BYTES = 32
/** 62^43 > 2^256 and 62^6 > 2^32. */
const SECRET_LENGTH = 43
const CHECKSUM_LENGTH = 6
const FORM = /^dk_([0-9a-z]{8})_([0-9a-z]{8})_([0-9A-Za-z]{43})_([0-9A-Za-z]{6})$/

/** A new key of a tenant: eight random characters that name it and 256 random bits. */
export function newApiKey(tenantShort: string): ApiKeyParts {
  const short = Array.from({ length: SHORT_LENGTH }, () => DIGITS[randomInt(SHORT_DIGITS)]).join('')
  const secret = base62(BigInt(`0x${randomBytes(SECRET_BYTES).toString('hex')}`), SECRET_LENGTH)
  return { tenant: tenantShort, short, secret }
}

/** The key as people copy it: `dk_<tenant>_<id>_<secret>_<CRC-32>`; the checksum tells a mistyped key from a wrong one. */
export function formatApiKey({ tenant, short, secret }: ApiKeyParts): string {
  const text = `dk_${tenant}_${short}_${secret}`
  return `${text}_${checksum(text)}`
}

/** Takes a key apart; undefined for what is no key, without asking any database. */
export function parseApiKey(text: string): ApiKeyParts | undefined {
  const [, tenant, short, secret, check] = FORM.exec(text) ?? []
  if (tenant === undefined || short === undefined || secret === undefined) return undefined
  return checksum(text.slice(0, -CHECKSUM_LENGTH - 1)) === check ? { tenant, short, secret } : undefined
}

/** What is stored of a secret. It has 256 random bits, so a fast hash is enough. */
export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

function checksum(text: string): string {
  return base62(BigInt(crc32(text)), CHECKSUM_LENGTH)
}

function base62(value: bigint, length: number): string {
  let text = ''
  for (let rest = value; text.length < length; rest /= 62n) text = (DIGITS[Number(rest % 62n)] ?? '') + text
  return text
}
